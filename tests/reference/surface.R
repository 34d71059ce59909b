# Regressions of a made-up outcome on two made-up scores by lm and, with survey weights, by survey::svyglm; writes surface_data.csv
# and surface.csv. Run from this folder: Rscript surface.R   (R 4.2.2, survey 4.1-1)
suppressMessages(library(survey))
set.seed(5)
n <- 90; e <- round(5 + rnorm(n), 2); p <- round(2 + .5 * e + rnorm(n), 2)
x <- data.frame(p, e, y = round(1 + .6 * p - .25 * e + .08 * p^2 + rnorm(n)), w = round(runif(n, .4, 2.5), 2))
write.csv(x, "surface_data.csv", row.names = FALSE, quote = FALSE)
r2 <- function(formula) summary(lm(formula, x))$r.squared
both <- lm(y ~ p + e, x); curved <- lm(y ~ p + e + I(p^2) + I(p * e) + I(e^2), x); gap <- lm(y ~ I(p - e), x)
b <- summary(both)$coefficients; tested <- anova(gap, both); bent <- anova(both, curved)
d <- svydesign(~1, weights = ~w, data = x); g <- svyglm(y ~ p + e, d); gb <- summary(g)$coefficients
contrast <- svycontrast(g, c(0, 1, 1)); f <- as.numeric(coef(contrast))^2 / as.numeric(vcov(contrast))
wr2 <- function(formula) summary(lm(formula, x, weights = x$w))$r.squared
out <- c(r2_gap = r2(y ~ I(p - e)), r2_of = r2(y ~ p), r2_both = r2(y ~ p + e), r2_surface = summary(curved)$r.squared, slope_of = b[2, 1],
  slope_of_se = b[2, 2], slope_minus = b[3, 1], slope_minus_se = b[3, 2], f = tested$F[2], p = tested$`Pr(>F)`[2], p_surface = bent$`Pr(>F)`[2],
  weighted_r2_gap = wr2(y ~ I(p - e)), weighted_r2_of = wr2(y ~ p), weighted_r2_both = wr2(y ~ p + e),
  weighted_r2_surface = wr2(y ~ p + e + I(p^2) + I(p * e) + I(e^2)), weighted_slope_of = gb[2, 1], weighted_slope_of_se = gb[2, 2],
  weighted_slope_minus = gb[3, 1], weighted_slope_minus_se = gb[3, 2], weighted_f = f, weighted_p = pf(f, 1, n - 3, lower.tail = FALSE))
write.csv(data.frame(figure = names(out), value = sprintf("%.12g", out)), "surface.csv", row.names = FALSE, quote = FALSE)
