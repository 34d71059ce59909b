# Means of groups compared: PlantGrowth (three groups), sleep (two) and 240 made-up scores in four groups of unequal spread.
# Games-Howell from its formula and ptukey; regression by lm of the same made-up data on two predictors. Writes groups_means.csv (tests),
# groups_means_groups.csv (n, mean, SD of each group), groups_means_pairs.csv, groups_means_range.csv (ptukey, qtukey),
# groups_means_slopes.csv and groups_means_data.csv. Run from this folder: Rscript groups_means.R   (R 4.2.2, no packages)
options(digits = 15); e <- function(x) sprintf("%.12g", x)
set.seed(5)
made <- data.frame(group = rep(c("a", "b", "c", "d"), c(30, 50, 90, 70)))
made$score <- round(c(a = 4, b = 4.6, c = 4.2, d = 5.1)[made$group] + rnorm(240) * c(a = .5, b = 1.4, c = .9, d = 1.1)[made$group], 2)
made$x <- round(.6 * made$score + rnorm(240), 2); made$y <- round(1 + .5 * made$score + .3 * made$x + rnorm(240), 2)
write.csv(made, "groups_means_data.csv", row.names = FALSE, quote = FALSE)
cases <- list(plant = data.frame(y = PlantGrowth$weight, g = PlantGrowth$group), sleep = data.frame(y = sleep$extra, g = sleep$group),
  made = data.frame(y = made$score, g = factor(made$group)))
one <- function(name) { d <- cases[[name]]; two <- nlevels(d$g) == 2
  tests <- if (two) list(t.test(y ~ g, d, var.equal = TRUE), t.test(y ~ g, d)) else list(oneway.test(y ~ g, d, var.equal = TRUE), oneway.test(y ~ g, d))
  ss <- summary(aov(y ~ g, d))[[1]]$`Sum Sq`
  rows <- lapply(1:2, function(i) { h <- tests[[i]]; par <- unname(h$parameter)
    data.frame(case = name, test = c("classic", "welch")[i], value = e(unname(h$statistic)), df1 = e(if (two) 1 else par[1]),
      df2 = e(if (two) par else par[2]), p = e(h$p.value), eta2 = e(ss[1] / sum(ss))) })
  do.call(rbind, rows) }
groups <- function(name) { d <- cases[[name]]; s <- split(d$y, d$g)
  data.frame(case = name, group = names(s), n = sapply(s, length), mean = e(sapply(s, mean)), sd = e(sapply(s, sd))) }
pair <- function(name) { d <- cases[[name]]; s <- split(d$y, d$g); k <- length(s); df <- nrow(d) - k
  pooled <- sum(sapply(s, function(v) (length(v) - 1) * var(v))) / df
  do.call(rbind, apply(combn(k, 2), 2, function(ij) { a <- s[[ij[1]]]; b <- s[[ij[2]]]; va <- var(a) / length(a); vb <- var(b) / length(b)
    dd <- mean(a) - mean(b); se <- sqrt((va + vb) / 2); w <- (va + vb)^2 / (va^2 / (length(a) - 1) + vb^2 / (length(b) - 1)); reach <- qtukey(.95, k, w) * se
    data.frame(case = name, a = names(s)[ij[1]], b = names(s)[ij[2]], difference = e(dd),
      lsd_p = e(2 * pt(-abs(dd / sqrt(pooled * (1 / length(a) + 1 / length(b)))), df)), p = e(ptukey(abs(dd) / se, k, w, lower.tail = FALSE)),
      low = e(dd - reach), high = e(dd + reach)) })) }
write.csv(do.call(rbind, lapply(names(cases), one)), "groups_means.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, lapply(names(cases), groups)), "groups_means_groups.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, lapply(names(cases), pair)), "groups_means_pairs.csv", row.names = FALSE, quote = FALSE)
grid <- expand.grid(q = c(.4, 1.7, 3.1, 4.6, 7), k = c(2, 3, 6, 12), df = c(4.4, 17.1, 60, 900))
grid$p <- mapply(function(q, k, df) e(ptukey(q, k, df, lower.tail = FALSE)), grid$q, grid$k, grid$df)
grid$q95 <- mapply(function(k, df) e(qtukey(.95, k, df)), grid$k, grid$df)
write.csv(grid, "groups_means_range.csv", row.names = FALSE, quote = FALSE)
fit <- summary(lm(y ~ score + x, made)); ci <- confint(lm(y ~ score + x, made))
write.csv(data.frame(term = rownames(fit$coefficients), b = e(fit$coefficients[, 1]), se = e(fit$coefficients[, 2]), t = e(fit$coefficients[, 3]),
  low = e(ci[, 1]), high = e(ci[, 2])), "groups_means_slopes.csv", row.names = FALSE, quote = FALSE)
