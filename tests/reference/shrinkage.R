# Means of the eight schools given everything, a flat prior on the mean and on the spread: base R, numerical integration.
# Data: Gelman et al., Bayesian Data Analysis (3rd ed.), table 5.2; formulas 5.17, 5.20, 5.21.
y <- c(28, 8, -3, 7, -1, 1, 18, 12)
s <- c(15, 10, 16, 11, 9, 11, 10, 18)
m <- function(tau) { w <- 1 / (tau^2 + s^2); sum(w * y) / sum(w) }
density <- Vectorize(function(tau) {
  v <- tau^2 + s^2
  sqrt(1 / sum(1 / v)) * prod(dnorm(y, m(tau), sqrt(v)))
})
whole <- integrate(density, 0, 3 * sd(y), rel.tol = 1e-10)$value
school <- function(j) integrate(Vectorize(function(tau) {
  kept <- tau^2 / (tau^2 + s[j]^2)
  density(tau) * (kept * y[j] + (1 - kept) * m(tau))
}), 0, 3 * sd(y), rel.tol = 1e-10)$value / whole
found <- data.frame(school = LETTERS[1:8], mean = sapply(1:8, school))
found$mean <- format(found$mean, digits = 10)
write.csv(found, "shrinkage.csv", row.names = FALSE, quote = FALSE)
