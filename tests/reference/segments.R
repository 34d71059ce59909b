# k-means, regressions with errors that differ between people, and contrasts of independent means.
# Rscript tests/reference/segments.R (R 4.2, survey 4.1)
suppressMessages(library(survey))
set.seed(20)
n <- 150
kind <- rep(1:3, length.out = n)
centre <- rbind(c(2.5, 5, 5), c(5, 2.5, 5), c(5, 5, 2.5))
x <- round(centre[kind, ] + matrix(rnorm(3 * n, sd = 0.8), n), 2)
group <- c("a", "b", "c")[sample(3, n, TRUE, c(.6, .25, .15))]
held <- c("u", "v")[1 + (runif(n) < ifelse(group == "a", .3, .6))]
cluster <- sample(12, n, TRUE)
y <- round(5 - (group == "b") * .8 - (held == "v") * .5 + rnorm(12, sd = .3)[cluster] +
  rnorm(n, sd = ifelse(group == "c", 1.5, .7)), 2)
w <- round(runif(n, .5, 2), 2)
rows <- data.frame(x1 = x[, 1], x2 = x[, 2], x3 = x[, 3], group, held, cluster, y, w)
write.csv(rows, "tests/reference/segments_data.csv", row.names = FALSE)

out <- data.frame(what = character(), value = numeric())
put <- function(what, value) out <<- rbind(out, data.frame(what = what, value = as.numeric(value)))

# k-means: the smallest sum of squares of many starts, and its sizes
for (k in 2:4) {
  found <- kmeans(x, k, nstart = 200, iter.max = 100)
  put(paste0("within_", k), found$tot.withinss)
  put(paste0("total_", k), found$totss)
  for (j in seq_len(k)) put(paste0("size_", k, "_", j), sort(found$size, decreasing = TRUE)[j])
}

# a regression with HC2 errors (MacKinnon & White 1985)
d <- within(rows, { A <- +(group == "a"); B <- +(group == "b"); C <- +(group == "c"); V <- +(held == "v") })
fit <- lm(y ~ 0 + A + B + C + V, d)
X <- model.matrix(fit)
bread <- solve(crossprod(X))
e <- resid(fit) / sqrt(1 - hatvalues(fit))
hc2 <- bread %*% crossprod(X * e) %*% bread
for (j in 1:4) { put(paste0("hc2_b_", j), coef(fit)[j]); put(paste0("hc2_se_", j), sqrt(hc2[j, j])) }

# linearised errors under weights, and with clusters
for (clustered in c(FALSE, TRUE)) {
  design <- svydesign(ids = if (clustered) ~cluster else ~1, weights = ~w, data = d)
  fit <- svyglm(y ~ 0 + A + B + C + V, design)
  name <- if (clustered) "clusters" else "weights"
  for (j in 1:4) {
    put(paste0(name, "_b_", j), coef(fit)[j])
    put(paste0(name, "_se_", j), sqrt(vcov(fit)[j, j]))
  }
}

# the difference of two means, and the slope over three (Welch, Satterthwaite)
found <- t.test(y ~ group, d[d$group != "c", ])
put("welch_difference", -diff(found$estimate))
put("welch_se", found$stderr)
put("welch_df", found$parameter)
m <- tapply(d$y, d$group, mean); v <- tapply(d$y, d$group, var) / table(d$group)
k <- c(-1, 0, 1) / 2
put("slope", sum(k * m))
put("slope_se", sqrt(sum(k^2 * v)))
put("slope_df", sum(k^2 * v)^2 / sum((k^2 * v)^2 / (table(d$group) - 1)))
for (j in 1:3) { put(paste0("mean_", j), m[j]); put(paste0("mean_se_", j), sqrt(v[j])); put(paste0("mean_n_", j), table(d$group)[j]) }
out$value <- format(out$value, digits = 12)
write.csv(out, "tests/reference/segments.csv", row.names = FALSE, quote = FALSE)
