# Exploratory factors by psych, factanal and GPArotation from factors_correlations.csv; writes exploratory.csv.
# Extraction and rotation are run until nothing moves any more, except principal axes, which end as psych ends them
# (the sum of communalities moves by less than .001). Signs and order: every column adds up to more than 0, columns
# by falling sum of squares (for oblique factors diag(Phi L'L)).
# Run from this folder: Rscript exploratory.R   (R 4.2.2, psych 2.2.9, GPArotation 2022.10)
suppressMessages({library(psych); library(GPArotation)})
set.seed(5)
given <- read.csv("factors_correlations.csv")
matrix_of <- function(s) {
  x <- given[given$source == s, ]; r <- diag(max(x$row)); r[cbind(x$row, x$column)] <- x$r; r[upper.tri(r)] <- t(r)[upper.tri(r)]; r
}
exploratory <- list()
put_efa <- function(source, factors, extraction, rotation, what, m) exploratory[[length(exploratory) + 1]] <<- data.frame(
  source = source, factors = factors, extraction = extraction, rotation = rotation, what = what,
  row = rep(seq_len(nrow(m)), ncol(m)), column = rep(seq_len(ncol(m)), each = nrow(m)), value = sprintf("%.8f", as.vector(m)))

extract <- function(r, f, fm) if (fm == "paf") {
  suppressWarnings(unclass(fa(r, f, rotate = "none", fm = "pa", max.iter = 1000)$loadings))
} else if (fm == "ml") {
  u <- factanal(covmat = r, factors = f, rotation = "none", control = list(lower = 0.005, opt = list(factr = 1e3, maxit = 10000)))
  unclass(u$loadings)
} else {
  # the criterion of psych's minres with its own gradient, stopped only when nothing moves any more
  gap <- function(u) { e <- eigen(r - diag(u), symmetric = TRUE, only.values = TRUE)$values; sum(e[-seq_len(f)]^2) / 2 }
  slope <- function(u) { e <- eigen(r - diag(u), symmetric = TRUE); -drop(e$vectors[, -seq_len(f)]^2 %*% e$values[-seq_len(f)]) }
  u <- optim(1 / diag(solve(r)), gap, slope, method = "L-BFGS-B", lower = 0.005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 1e5))$par
  e <- eigen(r - diag(u), symmetric = TRUE); e$vectors[, seq_len(f), drop = FALSE] %*% diag(sqrt(pmax(e$values[seq_len(f)], 0)), f)
}
settle <- function(pattern, phi) {
  s <- sign(colSums(pattern)); s[s == 0] <- 1; pattern <- pattern %*% diag(s, length(s)); phi <- diag(s, length(s)) %*% phi %*% diag(s, length(s))
  ss <- diag(phi %*% crossprod(pattern)); o <- order(-ss)
  list(pattern = pattern[, o, drop = FALSE], phi = phi[o, o, drop = FALSE], ss = ss[o])
}
turn <- function(a, rotation) switch(rotation,
  none = list(pattern = a, phi = diag(ncol(a))),
  varimax = list(pattern = unclass(varimax(a, eps = 1e-12)$loadings), phi = diag(ncol(a))),
  oblimin = { o <- oblimin(a, eps = 1e-6, maxit = 5000); list(pattern = o$loadings, phi = o$Phi) },
  promax = { # psych's promax: Kaiser's weights, kappa 4 (kaiser() with Promax), varimax to full convergence
    h <- sqrt(rowSums(a^2)); v <- varimax(a / h, eps = 1e-12); x <- unclass(v$loadings); q <- x * abs(x)^3
    u <- lm.fit(x, q)$coefficients; u <- u %*% diag(sqrt(diag(solve(t(u) %*% u)))); ui <- solve(u)
    list(pattern = (x %*% u) * h, phi = ui %*% t(ui)) })
jobs <- list(
  list("attitude", 2), list("bfi", 5), list("hs39", 3), list("bb1992", 2), list("bb1992", 5), list("kiosk_e", 3), list("kiosk_p", 5),
  list("kiosk_gap", 4), list("kiosk_s", 6), list("bank", 2))
rotations <- list(minres = c("none", "varimax", "oblimin", "promax"), ml = c("none", "oblimin"), paf = c("none", "varimax"))
for (job in jobs) for (fm in names(rotations)) {
  s <- job[[1]]; f <- job[[2]]; r <- matrix_of(s); a <- extract(r, f, fm)
  for (rotation in rotations[[fm]]) {
    t <- turn(a, rotation); t <- settle(t$pattern, t$phi)
    put_efa(s, f, fm, rotation, "pattern", t$pattern); put_efa(s, f, fm, rotation, "phi", t$phi); put_efa(s, f, fm, rotation, "ss", t(t$ss))
    if (rotation == "none") put_efa(s, f, fm, rotation, "communalities", as.matrix(rowSums(a^2)))
  }
}
write.csv(do.call(rbind, exploratory), "exploratory.csv", row.names = FALSE, quote = FALSE)
