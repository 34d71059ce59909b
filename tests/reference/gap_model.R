# The worked example of the gaps model: means of roles compared with Welch's test, ratings of managers
# and staff with their limits, and differences of the same people. Run from this folder:
# Rscript gap_model.R
options(digits = 15)
dims <- c("tangibles", "reliability", "responsiveness", "assurance", "empathy")
rows <- function(...) matrix(c(...), ncol = 5, byrow = TRUE, dimnames = list(NULL, dims))
C <- rows(5,7,6,6,6, 6,7,7,7,5, 5,6,6,6,6, 6,7,6,7,6)
P <- rows(6,5,5,6,5, 6,6,5,6,5, 5,5,4,5,5, 6,6,5,6,6)
M <- rows(6,6,6,5,4, 6,7,5,6,5, 5,6,6,6,5)
S <- rows(5,7,7,6,6, 6,6,6,7,6, 5,7,7,6,7, 6,6,7,6,6)
F <- rows(6,5,4,5,3, 5,6,5,5,3, 6,5,4,6,3)
D <- rows(6,4,4,5,5, 5,5,4,6,5, 6,5,5,6,6, 5,4,4,5,5)
A <- rows(6,4,5,5,5, 5,4,4,6,5, 6,5,4,5,6, 6,4,4,5,5)
weights <- c(11, 32, 22, 19, 16) / 100
scores <- function(x) cbind(x, unweighted = rowMeans(x), weighted = as.vector(x %*% weights))
told <- function(gap, form, id, t, n, n2, g = NA) data.frame(
  gap, form, id, t = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
  low = t$conf.int[1], high = t$conf.int[2], n, n2, g
)
g <- function(x, y) {
  df <- length(x) + length(y) - 2
  (1 - 3 / (4 * df - 1)) * (mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2)
}
two <- function(gap, form, x, y) do.call(rbind, lapply(colnames(scores(x)), function(id) {
  a <- scores(x)[, id]; b <- scores(y)[, id]
  if (var(a) + var(b) == 0) return(NULL)
  told(gap, form, id, t.test(a, b), length(a), length(b), g(a, b))
}))
one <- function(gap, form, x, y = 0 * x) do.call(rbind, lapply(colnames(scores(x)), function(id) {
  d <- scores(x)[, id] - scores(y)[, id]
  if (var(d) < 1e-20) return(NULL)
  told(gap, form, id, t.test(d), length(d), NA)
}))
out <- rbind(
  two(1, "primary", M, C), two(6, "primary", S, C), two(7, "primary", M, S),
  one(2, "primary", F), one(3, "primary", D), one(4, "primary", A),
  one(2, "difference", F, M), two(3, "difference", D, F), one(4, "difference", A, D),
  one(5, "primary", P, C)
)
write.csv(out, "gap_model.csv", row.names = FALSE)
x <- cbind(c(6,5,7,3,4,6,2,5,6,7,4), c(5,5,6,2,4,7,3,4,6,6,3), c(6,4,7,4,3,6,1,5,7,7,5))
k <- ncol(x)
write.csv(data.frame(
  alpha = k / (k - 1) * (1 - sum(diag(cov(x))) / sum(cov(x))),
  spearman_brown = 2 * cor(x[, 1], x[, 2]) / (1 + cor(x[, 1], x[, 2]))
), "gap_model_reliability.csv", row.names = FALSE)
