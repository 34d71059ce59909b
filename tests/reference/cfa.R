# Confirmatory models by lavaan. From the correlations of factors_correlations.csv (factors.R), maximum likelihood with plain
# statistics: cfa_fits.csv, cfa_estimates.csv, cfa_changes.csv (modification indices above 10.83). From ratings, with scaled
# statistics (MLR): cfa_robust.csv, cfa_robust_estimates.csv; the survey files are those of ../../../shared/data (see its README),
# ratings.csv lies here. Run from this folder: Rscript cfa.R ../../../shared/data   (R 4.2.2, lavaan 0.6-14)
suppressMessages(library(lavaan))
data <- commandArgs(TRUE)[1]
digits <- function(x) sprintf("%.12g", x)
write <- function(x, name) write.csv(x, name, row.names = FALSE, quote = FALSE)
# factors over items 1, 2, ...: a list of places; lavaan fixes the residual of an item alone at 0
syntax <- function(factors) paste(sapply(seq_along(factors), function(j)
  paste0("f", j, " =~ ", paste0("v", factors[[j]], collapse = " + "))), collapse = "\n")
triples <- split(1:24, rep(1:8, each = 3))
pzb <- list(1:4, 5:9, 10:13, 14:17, 18:22)
models <- list(
  attitude = list(theory = list(1:7)),
  bfi = list(theory = split(1:25, rep(1:5, each = 5)), one_factor = list(1:25)),
  hs39 = list(theory = list(1:3, 4:6, 7:9), one_factor = list(1:9), one_item = list(1, 4:6, 7:9)),
  bb1992 = list(theory = pzb, one_factor = list(1:22), wording = list(c(1:9, 14:17), c(10:13, 18:22))),
  kiosk_e = list(theory = triples, one_factor = list(1:24)), kiosk_p = list(theory = triples, one_factor = list(1:24)),
  kiosk_gap = list(theory = triples, one_factor = list(1:24)),
  bank = list(theory = list(1:5, 6:10), one_factor = list(1:10)))

estimates <- function(fit, source, model) {
  e <- standardizedSolution(fit); e <- e[e$op == "=~" | (e$op == "~~" & e$lhs != e$rhs), ]
  data.frame(source = source, model = model, lhs = e$lhs, op = e$op, rhs = e$rhs, value = digits(e$est.std), se = digits(e$se))
}
measures <- function(fit, source, model, names) {
  m <- fitMeasures(fit, names)
  data.frame(source = source, model = model, measure = names, value = digits(as.numeric(m)))
}

# -- plain, from correlations -------------------------------------------------------------------------
r <- read.csv("factors_correlations.csv"); fits <- list(); found <- list(); changes <- list()
plain <- c("chisq", "df", "pvalue", "npar", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr", "aic", "bic")
for (s in names(models)) for (m in names(models[[s]])) {
  x <- r[r$source == s, ]; k <- max(x$row); S <- diag(k)
  S[cbind(x$row, x$column)] <- x$r; S[cbind(x$column, x$row)] <- x$r
  dimnames(S) <- list(paste0("v", 1:k), paste0("v", 1:k))
  fit <- suppressWarnings(cfa(syntax(models[[s]][[m]]), sample.cov = S, sample.nobs = x$n[1], sample.cov.rescale = FALSE,
    std.lv = TRUE))
  if (!lavInspect(fit, "converged")) { message(s, " ", m, " did not converge"); next }
  fits[[length(fits) + 1]] <- measures(fit, s, m, plain)
  found[[length(found) + 1]] <- estimates(fit, s, m)
  if (m != "theory") next
  i <- modindices(fit); i <- i[i$mi > 10.83, ]; i <- i[order(-i$mi), ]
  if (nrow(i)) changes[[length(changes) + 1]] <- data.frame(source = s, lhs = i$lhs, op = i$op, rhs = i$rhs, mi = digits(i$mi),
    epc = digits(i$epc), sepc = digits(i$sepc.all))
}
write(do.call(rbind, fits), "cfa_fits.csv")
write(do.call(rbind, found), "cfa_estimates.csv")
write(do.call(rbind, changes), "cfa_changes.csv")

# -- scaled, from ratings -----------------------------------------------------------------------------
read <- function(path, ...) read.csv(file.path(data, path), check.names = FALSE, ...)
kiosk <- local({
  con <- file(file.path(data, "kiosk/kiosk.csv"), encoding = "CP949")
  x <- read.csv(con, check.names = FALSE)
  heads <- gsub("[[:space:]]+", " ", names(x))
  block <- function(pattern) { at <- grep(pattern, heads, perl = TRUE); at[order(as.integer(sub("-.*", "", heads[at])))] }
  E <- x[block("^\\d+-1\\..*\\(기대 설문\\)$")]
  P <- x[block("^\\d+-2\\..*\\(인지 설문\\)$")]
  eligible <- rowSums(!is.na(P)) > 0
  dropped <- c(21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205)
  keep <- which(eligible)[-dropped]
  lapply(list(E = E, P = P), function(m) as.matrix(m[keep, ]))
})
bank <- read("service/bank_es.csv")
ratings <- read.csv("ratings.csv"); complete <- complete.cases(ratings[paste0("P", 1:22)])
P <- as.matrix(ratings[complete, paste0("P", 1:22)]); w <- ratings$w[complete]
sources <- list(
  bfi = as.matrix(na.omit(read("psychometrics/bfi.csv")[1:25])),
  hs39 = as.matrix(read("psychometrics/HolzingerSwineford1939.csv")[paste0("x", 1:9)]),
  bb1992 = as.matrix(read("psychometrics/bb1992.csv")),
  kiosk_e = kiosk$E, kiosk_p = kiosk$P, kiosk_gap = kiosk$P - kiosk$E,
  bank = as.matrix(na.omit(bank[c(paste0("expe", 1:5), paste0("qual", 1:5))])), ratings = P, weighted = P)
models$ratings <- list(one_factor = list(1:22), theory = pzb); models$weighted <- models$ratings
scaled <- c("chisq", "chisq.scaled", "pvalue.scaled", "chisq.scaling.factor", "baseline.chisq.scaling.factor", "cfi.robust", "tli.robust",
  "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust")
fits <- list(); found <- list()
for (s in names(sources)) for (m in names(models[[s]])) {
  x <- as.data.frame(sources[[s]]); names(x) <- paste0("v", seq_along(x)); x$w <- if (s == "weighted") w else 1
  fit <- suppressWarnings(cfa(syntax(models[[s]][[m]]), x, estimator = "MLR", std.lv = TRUE,
    sampling.weights = if (s == "weighted") "w"))
  if (!lavInspect(fit, "converged")) { message(s, " ", m, " did not converge"); next }
  fits[[length(fits) + 1]] <- measures(fit, s, m, scaled)
  found[[length(found) + 1]] <- estimates(fit, s, m)
}
write(do.call(rbind, fits), "cfa_robust.csv")
write(do.call(rbind, found), "cfa_robust_estimates.csv")
