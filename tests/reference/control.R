# Control charts from textbook formulas (Montgomery, Introduction to Statistical Quality Control), base R only:
# the centre and limits that qcc prints for xbar.one (constant 1.128), S, p, ewma and cusum; F test of periods,
# exact limits of a share, seasonal effects and a difference in differences of units.
out <- data.frame(case = character(), at = integer(), value = numeric())
put <- function(case, x) out <<- rbind(out, data.frame(case = case, at = seq_along(x), value = as.numeric(x)))

x <- c(5.12, 5.20, 5.05, 5.18, 5.22, 5.10, 5.15, 5.31)
mr <- abs(diff(x))
put("xmr", c(mean(x), mean(mr), mean(x) + 2.66 * mean(mr), mean(x) - 2.66 * mean(mr), 3.267 * mean(mr)))

m <- c(5.10, 5.25, 5.02, 5.18, 5.31, 5.07); s <- c(1.20, 1.15, 1.31, 1.08, 1.22, 1.17); n <- c(40, 55, 32, 61, 48, 50)
sp <- sqrt(sum((n - 1) * s^2) / sum(n - 1)); centre <- weighted.mean(m, n)
c4 <- sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
put("xbar_s centre and sd", c(centre, sp))
put("xbar_s upper", centre + 3 * sp / sqrt(n))
put("s centre", c4 * sp)
put("s upper", c4 * sp + 3 * sp * sqrt(1 - c4^2))
put("s lower", pmax(0, c4 * sp - 3 * sp * sqrt(1 - c4^2)))
between <- sum(n * (m - centre)^2) / (length(m) - 1)
put("overdispersion", c(between / sp^2, pf(between / sp^2, length(m) - 1, sum(n - 1), lower.tail = FALSE)))

count <- c(12, 15, 8, 10, 21, 9); of <- c(100, 120, 80, 110, 130, 90)
p <- sum(count) / sum(of); e <- sqrt(p * (1 - p) / of); z <- (count / of - p) / e
put("p upper", p + 3 * e)
put("p lower", pmax(0, p - 3 * e))
sz <- mean(abs(diff(z))) / (2 / sqrt(pi))
put("laney", c(sz, p + 3 * e * sz))
put("shares overdispersed", {
  t <- prop.test(count, of)
  c(t$statistic / t$parameter, t$p.value)
})

nist <- c(52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
put("ewma", Reduce(function(a, b) .3 * b + .7 * a, nist, accumulate = TRUE, 50)[-1])
put("ewma width", 3 * 2.0539 * sqrt(.3 / 1.7 * (1 - .7^(2 * seq_along(nist)))))
put("cusum up", Reduce(function(a, b) max(0, a + (b - 50) / 2.0539 - .5), nist, accumulate = TRUE, 0)[-1])
put("cusum down", Reduce(function(a, b) min(0, a + (b - 50) / 2.0539 + .5), nist, accumulate = TRUE, 0)[-1])

for (k in list(c(0, 50), c(3, 50), c(50, 50), c(7, 1200))) put(sprintf("exact %d of %d", k[1], k[2]), binom.test(k[1], k[2])$conf.int)
put("sigma 7 of 1200", qnorm(1 - 7 / 1200) + 1.5)

years <- rep(2021:2023, each = 12); month <- rep(1:12, 3)
y <- 5 + .1 * sin(month) + .05 * (years - 2021) + .03 * cos(7 * seq_along(month)^2)
time <- years + (month - 1) / 12
fit <- lm(y ~ time + C(factor(month), contr.sum))
b <- coef(fit)[3:13]; v <- vcov(fit)[3:13, 3:13]
put("season", c(b, -sum(b)))
put("season se", c(sqrt(diag(v)), sqrt(sum(v))))
put("season trend", coef(fit)[2])
put("season values", y)

before <- c(4.0, 4.2, 4.1, 4.3, 4.0, 4.4, 4.1, 4.0, 4.2, 4.3, 4.6)
after <- c(4.5, 4.6, 4.7, 4.8, 4.3, 4.5, 4.2, 3.9, 4.4, 4.2, 4.7)
t <- t.test((after - before)[1:5], (after - before)[6:11])
put("did", c(diff(rev(t$estimate)), t$stderr, t$parameter, t$conf.int, t$p.value))
out$value <- format(out$value, digits = 12, scientific = FALSE, trim = TRUE)
write.csv(out, "control.csv", row.names = FALSE, quote = FALSE)
