# Penalty and reward contrasts of two made-up scores by lm, with HC3 errors from the formula (hatvalues), plain and with weights; writes
# contrast_data.csv and contrast.csv. Run from this folder: Rscript contrast.R   (R 4.2.2)
set.seed(11)
n <- 240; level <- rnorm(n); cut <- function(x) pmin(pmax(round(4.3 + 1.5 * x), 1), 7)
x <- data.frame(a = cut(level), b = cut(.6 * level + .8 * rnorm(n)), w = round(runif(n, .3, 2.6), 2))
x$y <- pmin(pmax(round(6.5 - 1.6 * (x$a < 4) + .4 * (x$a >= 6) + .7 * (x$b >= 6) - .2 * (x$b < 4) + rnorm(n) * (1 + (x$a < 4))), 0), 10)
write.csv(x, "contrast_data.csv", row.names = FALSE, quote = FALSE)
x$ra <- 1 * (x$a >= 6); x$rb <- 1 * (x$b >= 6); x$pa <- 1 * (x$a < 4); x$pb <- 1 * (x$b < 4)
hc3 <- function(fit, w) { # MacKinnon & White (1985)
  X <- model.matrix(fit); e <- residuals(fit); h <- hatvalues(fit)
  bread <- solve(crossprod(X * sqrt(w))); bread %*% crossprod(X * (w * e / (1 - h))) %*% bread }
rows <- function(fit, w, name) {
  v <- hc3(fit, w); b <- coef(fit); t <- qt(.975, df.residual(fit))
  one <- function(figure, z) { s <- sqrt(drop(z %*% v %*% z)); e <- sum(z * b)
    data.frame(case = name, figure, value = sprintf("%.12g", e), low = sprintf("%.12g", e - t * s), high = sprintf("%.12g", e + t * s)) }
  r2 <- data.frame(case = name, figure = "r2", value = sprintf("%.12g", summary(fit)$r.squared), low = "", high = "")
  rbind(one("constant", c(1, 0, 0, 0, 0)), one("reward_a", c(0, 1, 0, 0, 0)), one("reward_b", c(0, 0, 1, 0, 0)), one("penalty_a", c(0, 0, 0, 1, 0)),
    one("penalty_b", c(0, 0, 0, 0, 1)), one("difference_a", c(0, -1, 0, -1, 0)), one("difference_b", c(0, 0, -1, 0, -1)), r2) }
f <- y ~ ra + rb + pa + pb
write.csv(rbind(rows(lm(f, x), rep(1, n), "plain"), rows(lm(f, x, weights = w), x$w, "weighted")), "contrast.csv", row.names = FALSE, quote = FALSE)
