# Groups compared by ranks, and effect sizes with limits: PlantGrowth, sleep (two groups), and the made-up scores of groups_means_data.csv
# rounded to whole points, so that most are tied. Dunn's z (with the correction for ties), Bonett's limits (2008) and the noncentral F limits
# (Steiger 2004, of Welch's F) are computed from their formulas.
# Writes groups_tests.csv (case, what, value). Run from this folder: Rscript groups_tests.R   (R 4.2.2, no packages)
options(digits = 15); e <- function(x) sprintf("%.12g", x)
made <- read.csv("groups_means_data.csv")
cases <- list(plant = data.frame(y = PlantGrowth$weight, g = PlantGrowth$group), sleep = data.frame(y = sleep$extra, g = sleep$group),
  tied = data.frame(y = round(made$score), g = factor(made$group)))
dunn <- function(d) { r <- rank(d$y); n <- table(d$g); N <- nrow(d); m <- tapply(r, d$g, mean); t <- table(d$y)
  v <- N * (N + 1) / 12 - sum(t^3 - t) / (12 * (N - 1)); ij <- combn(nlevels(d$g), 2)
  z <- apply(ij, 2, function(k) (m[k[1]] - m[k[2]]) / sqrt(v * (1 / n[k[1]] + 1 / n[k[2]])))
  p <- 2 * pnorm(-abs(z)); list(names = paste0(ij[1, ], ij[2, ]), z = z, p = p, holm = p.adjust(p, "holm")) }
ncp <- function(f, d1, d2, p) if (pf(f, d1, d2) <= p) 0 else uniroot(function(l) pf(f, d1, d2, ncp = l) - p, c(0, 5000), tol = 1e-12)$root
omega <- function(d) { h <- oneway.test(y ~ g, d); f <- unname(h$statistic); d1 <- unname(h$parameter)[1]; d2 <- unname(h$parameter)[2]; n <- nrow(d)
  w <- max(d1 * (f - 1), 0); lo <- ncp(f, d1, d2, .975); hi <- ncp(f, d1, d2, .025); c(w / (w + n), lo / (lo + n), hi / (hi + n)) }
bonett <- function(d) { s <- split(d$y, d$g); v <- sapply(s, var); df <- sapply(s, length) - 1; u <- mean(v); x <- (mean(s[[1]]) - mean(s[[2]])) / sqrt(u)
  se <- sqrt(x^2 * sum(v^2 / df) / (8 * u^2) + sum(v / df) / u); c((1 - 3 / (4 * sum(df) - 1)) * x, x - qnorm(.975) * se, x + qnorm(.975) * se) }
one <- function(name) { d <- cases[[name]]; k <- kruskal.test(y ~ g, d); q <- dunn(d); eff <- if (nlevels(d$g) == 2) bonett(d) else omega(d)
  data.frame(case = name, what = c("h", "p", paste0("z", q$names), paste0("holm", q$names), "effect", "low", "high"),
    value = e(c(unname(k$statistic), k$p.value, q$z, q$holm, eff))) }
write.csv(do.call(rbind, lapply(names(cases), one)), "groups_tests.csv", row.names = FALSE, quote = FALSE)
