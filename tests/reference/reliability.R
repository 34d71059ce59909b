# Reliability by psych: alpha, standardised alpha, omega of one minres factor, differences and combinations of scores; writes
# reliability_covariances.csv (which the tests read), reliability.csv and reliability_composites.csv. The survey files are those of
# ../../../shared/data (see its README). Run from this folder: Rscript reliability.R ../../../shared/data   (R 4.2.2, psych 2.2.9)
suppressMessages(library(psych))
data <- commandArgs(TRUE)[1]
read <- function(path, ...) read.csv(file.path(data, path), check.names = FALSE, ...)
kiosk <- local({
  con <- file(file.path(data, "kiosk/kiosk.csv"), encoding = "CP949")
  x <- read.csv(con, check.names = FALSE)
  heads <- gsub("[[:space:]]+", " ", names(x))
  block <- function(pattern) { at <- grep(pattern, heads, perl = TRUE); at[order(as.integer(sub("-.*", "", heads[at])))] }
  P <- x[block("^\\d+-2\\..*\\(인지 설문\\)$")]; E <- x[block("^\\d+-1\\..*\\(기대 설문\\)$")]
  stopifnot(ncol(E) == 24, ncol(P) == 24)
  keep <- which(rowSums(!is.na(P)) > 0)[-c(21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205)]
  as.matrix(cbind(P, E)[keep, ])
})
bfi <- read("psychometrics/bfi.csv")[1:25]
for (turned in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) bfi[[turned]] <- 7 - bfi[[turned]]
bfi <- as.matrix(na.omit(bfi)); bank <- read("service/bank_es.csv")
sources <- list(
  attitude = as.matrix(read("psychometrics/attitude.csv")), bfi = bfi,
  hs39 = as.matrix(read("psychometrics/HolzingerSwineford1939.csv")[paste0("x", 1:9)]),
  bb1992 = as.matrix(read("psychometrics/bb1992.csv")), bank = as.matrix(na.omit(bank[1:27])), kiosk = kiosk)
blocks <- function(sizes) unname(split(seq_len(sum(sizes)), rep(seq_along(sizes), sizes)))
triples <- blocks(rep(3, 8))
sets <- list(attitude = list(1:7), bfi = blocks(rep(5, 5)), hs39 = c(blocks(c(3, 3, 3)), list(1:2, 1:9)),
  bb1992 = c(blocks(c(4, 5, 4, 4, 5)), list(1:22)), bank = blocks(c(5, 5, 5, 4, 4, 4)), kiosk = c(triples, list(1:24)))

number <- function(x) sprintf("%.13g", x)
covariances <- do.call(rbind, lapply(names(sources), function(s) {
  C <- cov(sources[[s]]); at <- which(lower.tri(C, diag = TRUE), arr.ind = TRUE)
  data.frame(source = s, n = nrow(sources[[s]]), row = at[, 1], column = at[, 2], value = number(C[at]))
}))
write.csv(covariances, "reliability_covariances.csv", row.names = FALSE, quote = FALSE)

quiet <- function(x) suppressMessages(suppressWarnings(x))
figures <- function(source, kind, x, places) {
  m <- unname(x[, places]); colnames(m) <- paste0("i", places); k <- ncol(m); R <- cor(m); sd <- sqrt(diag(cov(m)))
  a <- quiet(alpha(m, warnings = FALSE))$total; between <- R[lower.tri(R)]
  raw <- even <- observed <- psych_omega <- NA; heywood <- FALSE
  if (k > 2) {
    l <- quiet(fa(R, 1, n.obs = nrow(m), fm = "minres"))$loadings[, 1]; u <- 1 - l^2; heywood <- max(l^2) > .9949
    raw <- sum(sd * l)^2 / (sum(sd * l)^2 + sum(sd^2 * u)); even <- sum(l)^2 / (sum(l)^2 + sum(u))
    observed <- 1 - sum(u) / sum(R)
  }
  data.frame(source = source, kind = kind, places = paste(places, collapse = " "), k = k, n = nrow(m), alpha = number(a$raw_alpha),
    std_alpha = number(a$std.alpha), mean_r = number(a$average_r), min_r = number(min(between)), max_r = number(max(between)),
    omega = number(raw), std_omega = number(even), observed_omega = number(observed), heywood = heywood)
}
rows <- lapply(names(sets), function(s) if (s != "kiosk") lapply(sets[[s]], function(p) figures(s, "ratings", sources[[s]], p)))
P <- kiosk[, 1:24]; E <- kiosk[, 25:48]
rows <- c(unlist(rows, recursive = FALSE), lapply(sets$kiosk, function(p) figures("kiosk", "perception", P, p)),
  lapply(sets$kiosk, function(p) figures("kiosk", "expectation", E, p)), lapply(sets$kiosk, function(p) figures("kiosk", "gap", P - E, p)))
write.csv(do.call(rbind, rows), "reliability.csv", row.names = FALSE, quote = FALSE)

# difference scores (Peter, Churchill & Brown 1993) and overall scores (Mosier 1943) of the kiosk's eight triples
raw_alpha <- function(m) { m <- unname(m); colnames(m) <- paste0("i", seq_len(ncol(m))); quiet(alpha(m, warnings = FALSE))$total$raw_alpha }
difference <- sapply(triples, function(p) {
  a <- c(raw_alpha(P[, p]), raw_alpha(E[, p])); x <- cbind(rowMeans(P[, p]), rowMeans(E[, p])); s <- apply(x, 2, sd); r <- cor(x)[1, 2]
  (a[1] * s[1]^2 + a[2] * s[2]^2 - 2 * r * s[1] * s[2]) / (s[1]^2 + s[2]^2 - 2 * r * s[1] * s[2])
})
combined <- function(m, w) {
  x <- sapply(triples, function(p) rowMeans(m[, p])); a <- sapply(triples, function(p) raw_alpha(m[, p]))
  1 - sum(w^2 * apply(x, 2, var) * (1 - a)) / var(c(x %*% w))
}
w <- c(5, 10, 20, 5, 15, 20, 10, 15)
write.csv(rbind(data.frame(figure = paste0("difference_", 1:8), value = number(difference)),
  data.frame(figure = c("alike_perception", "alike_expectation", "alike_gap", "weighted_gap"),
    value = number(c(combined(P, rep(1, 8)), combined(E, rep(1, 8)), combined(P - E, rep(1, 8)), combined(P - E, w))))),
  "reliability_composites.csv", row.names = FALSE, quote = FALSE)
