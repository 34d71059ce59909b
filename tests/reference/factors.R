# Factorability and numbers of factors by psych; writes factors_correlations.csv, factors.csv and factors_chance.csv.
# The survey files are those of ../../../shared/data (see its README); the tests read the correlations that are
# written here and need nothing else.
# Run from this folder: Rscript factors.R ../../../shared/data   (R 4.2.2, psych 2.2.9)
suppressMessages(library(psych))
data <- commandArgs(TRUE)[1]
read <- function(path, ...) read.csv(file.path(data, path), check.names = FALSE, ...)

# -- sources ------------------------------------------------------------------------------------------
kiosk <- local({
  con <- file(file.path(data, "kiosk/kiosk.csv"), encoding = "CP949")
  x <- read.csv(con, check.names = FALSE)
  heads <- gsub("[[:space:]]+", " ", names(x))
  block <- function(pattern) { at <- grep(pattern, heads, perl = TRUE); at[order(as.integer(sub("-.*", "", heads[at])))] }
  E <- x[block("^\\d+-1\\..*\\(기대 설문\\)$")]
  P <- x[block("^\\d+-2\\..*\\(인지 설문\\)$")]
  S <- x[block("^\\d+-2\\..*만족하십니까\\?$")]
  stopifnot(ncol(E) == 24, ncol(P) == 24, ncol(S) == 24)
  eligible <- rowSums(!is.na(P)) > 0
  dropped <- c(21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205)
  keep <- which(eligible)[-dropped]
  lapply(list(E = E, P = P, S = S), function(m) as.matrix(m[keep, ]))
})
bank <- read("service/bank_es.csv")
sources <- list(
  attitude = as.matrix(read("psychometrics/attitude.csv")),
  bfi = as.matrix(na.omit(read("psychometrics/bfi.csv")[1:25])),
  hs39 = as.matrix(read("psychometrics/HolzingerSwineford1939.csv")[paste0("x", 1:9)]),
  bb1992 = as.matrix(read("psychometrics/bb1992.csv")),
  kiosk_e = kiosk$E, kiosk_p = kiosk$P, kiosk_gap = kiosk$P - kiosk$E, kiosk_s = kiosk$S,
  bank = as.matrix(na.omit(bank[c(paste0("expe", 1:5), paste0("qual", 1:5))])))

# -- what is written ----------------------------------------------------------------------------------
rows <- list()
put <- function(source, statistic, values) rows[[length(rows) + 1]] <<-
  data.frame(source = source, statistic = statistic, place = seq_along(values), value = sprintf("%.12g", values))
write <- function(x, name) write.csv(x, name, row.names = FALSE, quote = FALSE)

correlations <- do.call(rbind, lapply(names(sources), function(s) {
  r <- cor(sources[[s]]); at <- which(lower.tri(r), arr.ind = TRUE)
  data.frame(source = s, n = nrow(sources[[s]]), row = at[, 1], column = at[, 2], r = sprintf("%.15g", r[at]))
}))
write(correlations, "factors_correlations.csv")

# Velicer's average partial correlation, squared as in psych::vss and in its fourth power (Velicer, Eaton & Fava 2000)
map <- function(r, power) {
  p <- ncol(r); e <- eigen(r); loads <- e$vectors %*% diag(sqrt(e$values))
  mean_power <- function(m) (sum(m^power) - p) / (p * (p - 1))
  c(mean_power(r), sapply(seq_len(p - 2), function(m) {
    left <- r - tcrossprod(loads[, seq_len(m), drop = FALSE]); mean_power(cov2cor(left)) }))
}
# reduced by the communalities of one minres factor, as in psych::fa.parallel(fm = "minres")
reduced <- function(r) suppressWarnings(fa(r, 1, rotate = "none", fm = "minres", SMC = FALSE, warnings = FALSE)$values)

for (s in names(sources)) {
  x <- sources[[s]]; r <- cor(x); n <- nrow(x); p <- ncol(x)
  k <- KMO(r); b <- cortest.bartlett(r, n = n); one <- suppressWarnings(fa(r, 1, fm = "minres"))
  put(s, "kmo", k$MSA); put(s, "msa", k$MSAi); put(s, "bartlett", c(b$chisq, b$df, b$p.value))
  put(s, "eigenvalues", eigen(r)$values); put(s, "factor_eigenvalues", reduced(r))
  put(s, "map", map(r, 2)); put(s, "map4", map(r, 4)); put(s, "vss_map", vss(r, n = min(8, p - 2), n.obs = n, plot = FALSE)$map)
  put(s, "one_factor", one$loadings[, 1])
}
write(do.call(rbind, rows), "factors.csv")

# -- chance: 95th percentiles of 1000 draws of normal data --------------------------------------------
set.seed(5)
chance <- do.call(rbind, lapply(c("attitude", "hs39", "bb1992", "kiosk_p", "bank"), function(s) {
  n <- nrow(sources[[s]]); p <- ncol(sources[[s]])
  draws <- replicate(1000, { r <- cor(matrix(rnorm(n * p), n)); c(eigen(r, only.values = TRUE)$values, reduced(r)) })
  q <- apply(draws, 1, quantile, 0.95)
  data.frame(source = s, basis = rep(c("components", "factors"), each = p), place = rep(seq_len(p), 2), limit = sprintf("%.6f", q))
}))
write(chance, "factors_chance.csv")
