# Measurement invariance by lavaan: configural, metric, scalar models of several groups, and of the same items rated
# twice by the same people; writes invariance_moments.csv (all that the tests read), invariance.csv, invariance_release.csv.
# Run from this folder: Rscript invariance.R ../../../shared/data   (R 4.2.2, lavaan 0.6-14)
suppressMessages(library(lavaan))
data <- commandArgs(TRUE)[1]
read <- function(path, ...) read.csv(file.path(data, path), check.names = FALSE, ...)
moments <- fits <- releases <- list()
digits <- function(x) sprintf("%.15g", x)
put_moments <- function(set, group, x) {
  x <- as.matrix(x); n <- nrow(x); s <- cov(x) * (n - 1) / n; at <- which(lower.tri(s, TRUE), arr.ind = TRUE)
  moments[[length(moments) + 1]] <<- rbind(
    data.frame(set = set, group = group, n = n, row = seq_len(ncol(x)), column = 0, value = digits(colMeans(x))),
    data.frame(set = set, group = group, n = n, row = at[, 1], column = at[, 2], value = digits(s[at])))
}
put_fit <- function(set, step, fit) {
  m <- fitMeasures(fit, c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "srmr"))
  stopifnot(lavInspect(fit, "converged"))
  fits[[length(fits) + 1]] <<- data.frame(set = set, step = step, t(sapply(m, function(v) sprintf("%.12g", v))))
}
# what freeing the loading (or intercept) of one item in all groups would win: a score test of all its equalities together
put_release <- function(set, step, fit, op, items) {
  pt <- parTable(fit); eq <- pt[pt$op == "==", ]
  for (i in seq_along(items)) {
    mine <- pt$plabel[if (op == "=~") pt$op == op & pt$rhs %in% items[[i]] else pt$op == op & pt$lhs %in% items[[i]]]
    mine <- mine[mine != ""]
    at <- which(eq$lhs %in% mine | eq$rhs %in% mine)
    t <- lavTestScore(fit, release = at)$test
    releases[[length(releases) + 1]] <<- data.frame(set = set, step = step, item = i, statistic = sprintf("%.10g", t$X2), df = t$df)
  }
}

# -- groups ---------------------------------------------------------------------------------------------
by_group <- function(set, x, g, model) {
  items <- names(x); x$g <- g
  for (v in unique(g)) put_moments(set, v, x[g == v, items])
  steps <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"))
  for (s in names(steps)) {
    fit <- cfa(model, x, group = "g", std.lv = TRUE, group.equal = steps[[s]], meanstructure = TRUE)
    put_fit(set, s, fit)
    if (s == "metric") put_release(set, s, fit, "=~", as.list(items))
    if (s == "scalar") put_release(set, s, fit, "~1", as.list(items))
  }
}
hs <- read("psychometrics/HolzingerSwineford1939.csv")
by_group("hs39", hs[paste0("x", 1:9)], hs$school, "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9")
bfi <- na.omit(read("psychometrics/bfi.csv")[c(paste0("A", 1:5), paste0("C", 1:5), paste0("E", 1:5), "education")])
by_group("bfi", bfi[1:15], paste0("e", bfi$education), paste(sapply(c("A", "C", "E"),
  function(d) paste0(d, " =~ ", paste0(d, 1:5, collapse = " + "))), collapse = "\n"))

# -- the same items twice: expectations and perceptions of the same people --------------------------------
twice <- function(set, first, second, plan) {
  k <- ncol(first); x <- data.frame(first, second); names(x) <- c(paste0("e", 1:k), paste0("p", 1:k))
  put_moments(set, "both", x)
  owner <- rep(seq_along(plan), plan)
  build <- function(step) {
    l <- if (step == "configural") list(e = "", p = "") else list(e = paste0("l", 1:k, "*"), p = paste0("l", 1:k, "*"))
    t <- if (step == "scalar") list(e = paste0("t", 1:k, "*"), p = paste0("t", 1:k, "*")) else list(e = "", p = "")
    one <- function(b) {
      loads <- paste0(l[[b]], b, 1:k)
      paste(c(tapply(loads, owner, function(v) v) |> (\(v) paste0(toupper(b), names(v), " =~ ", sapply(v, paste, collapse = " + ")))(),
        paste0(b, 1:k, " ~ ", t[[b]], "1")), collapse = "\n")
    }
    free <- c(if (step != "configural") paste0("P", seq_along(plan), " ~~ NA*P", seq_along(plan)),
      if (step == "scalar") paste0("P", seq_along(plan), " ~ NA*1"))
    paste(c(one("e"), one("p"), paste0("e", 1:k, " ~~ p", 1:k), free), collapse = "\n")
  }
  for (s in c("configural", "metric", "scalar")) {
    fit <- suppressWarnings(cfa(build(s), x, std.lv = TRUE, meanstructure = TRUE))
    put_fit(set, s, fit)
    items <- if (k > 9) list() else lapply(1:k, function(i) paste0(c("e", "p"), i)) # lavaan takes minutes for more
    if (s == "metric") put_release(set, s, fit, "=~", items)
    if (s == "scalar") put_release(set, s, fit, "~1", items)
  }
}
con <- file(file.path(data, "kiosk/kiosk.csv"), encoding = "CP949")
x <- read.csv(con, check.names = FALSE)
heads <- gsub("[[:space:]]+", " ", names(x))
block <- function(pattern) { at <- grep(pattern, heads, perl = TRUE); at[order(as.integer(sub("-.*", "", heads[at])))] }
E <- x[block("^\\d+-1\\..*\\(기대 설문\\)$")]; P <- x[block("^\\d+-2\\..*\\(인지 설문\\)$")]
stopifnot(ncol(E) == 24, ncol(P) == 24)
keep <- which(rowSums(!is.na(P)) > 0)[-c(21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205)]
some <- c(4:9, 19:21) # fun, control, security
twice("kiosk_3x3", E[keep, some], P[keep, some], c(3, 3, 3))
twice("kiosk_8x3", E[keep, ], P[keep, ], rep(3, 8))

write <- function(x, name) write.csv(do.call(rbind, x), name, row.names = FALSE, quote = FALSE)
write(moments, "invariance_moments.csv"); write(fits, "invariance.csv"); write(releases, "invariance_release.csv")
