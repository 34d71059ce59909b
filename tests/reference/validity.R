# HTMT and HTMT2 by semTools, CR and AVE from lavaan's standardised loadings; writes validity_htmt.csv and
# validity_convergent.csv. Reads the correlations of factors_correlations.csv (factors.R), nothing else.
# Run from this folder: Rscript validity.R   (R 4.2.2, lavaan 0.6-14, semTools 0.5-6)
suppressMessages({library(lavaan); library(semTools)})
pairs <- read.csv("factors_correlations.csv")
matrix_of <- function(s) {
  x <- pairs[pairs$source == s, ]; r <- diag(max(x$row))
  r[cbind(x$row, x$column)] <- x$r; r[cbind(x$column, x$row)] <- x$r
  dimnames(r) <- rep(list(paste0("i", seq_len(nrow(r)))), 2); r
}
blocks <- function(sizes) split(seq_len(sum(sizes)), rep(seq_along(sizes), sizes))
pzb <- blocks(c(4, 5, 4, 4, 5)); triples <- blocks(rep(3, 8))
plans <- list(hs39 = blocks(c(3, 3, 3)), bb1992 = pzb, bfi = blocks(rep(5, 5)), bank = blocks(c(5, 5)),
  kiosk_e = triples, kiosk_p = triples, kiosk_gap = triples, kiosk_s = triples)
syntax <- function(plan) paste0("F", names(plan), " =~ ", sapply(plan, function(i) paste0("i", i, collapse = " + ")), collapse = "\n")

htmts <- do.call(rbind, lapply(names(plans), function(s) {
  r <- matrix_of(s); m <- syntax(plans[[s]])
  one <- unclass(htmt(m, sample.cov = r, htmt2 = FALSE)); two <- unclass(htmt(m, sample.cov = r, htmt2 = TRUE))
  at <- which(lower.tri(one), arr.ind = TRUE)
  data.frame(source = s, a = at[, 2], b = at[, 1], htmt = sprintf("%.12g", one[at]), htmt2 = sprintf("%.12g", two[at]))
}))
write.csv(htmts, "validity_htmt.csv", row.names = FALSE, quote = FALSE)

convergent <- do.call(rbind, lapply(c("hs39", "bank", "kiosk_p"), function(s) {
  fit <- cfa(syntax(plans[[s]]), sample.cov = matrix_of(s), sample.nobs = pairs$n[pairs$source == s][1])
  l <- lavInspect(fit, "std")$lambda
  do.call(rbind, lapply(seq_len(ncol(l)), function(f) { x <- l[l[, f] != 0, f]
    data.frame(source = s, dimension = f, loadings = paste(sprintf("%.12g", x), collapse = " "),
      cr = sprintf("%.12g", sum(x)^2 / (sum(x)^2 + sum(1 - x^2))), ave = sprintf("%.12g", mean(x^2))) }))
}))
write.csv(convergent, "validity_convergent.csv", row.names = FALSE, quote = FALSE)
