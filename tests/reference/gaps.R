# Paired statistics of ratings.csv by base R; writes gaps.csv (one row per item and dimension)
# and contrasts.csv. Run from this folder: Rscript gaps.R   (R 4.2.2)
x <- read.csv("ratings.csv")
E <- as.matrix(x[paste0("E", 1:22)]); P <- as.matrix(x[paste0("P", 1:22)])
G <- P - E
E[is.na(G)] <- NA; P[is.na(G)] <- NA
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17, empathy = 18:22)
half <- function(m) { ok <- rowSums(!is.na(m)) >= ncol(m) / 2; ifelse(ok, rowMeans(m, na.rm = TRUE), NA) }
row <- function(id, p, e) {
  ok <- !is.na(p) & !is.na(e); p <- p[ok]; e <- e[ok]; d <- p - e
  tt <- t.test(p, e, paired = TRUE)
  t90 <- t.test(p, e, paired = TRUE, conf.level = .90)
  # R drops zeros; differences rounded so that equal means of ratings count as ties
  ww <- suppressWarnings(wilcox.test(round(d, 9), exact = FALSE, correct = FALSE))
  d_av <- mean(d) / ((sd(p) + sd(e)) / 2)
  data.frame(id = id, n = length(d), mean_of = mean(p), mean_minus = mean(e), sd_of = sd(p), sd_minus = sd(e),
    gap = mean(d), sd = sd(d), se = sd(d) / sqrt(length(d)), ci_low = tt$conf.int[1], ci_high = tt$conf.int[2],
    tost_low = t90$conf.int[1], tost_high = t90$conf.int[2], t = tt$statistic, df = tt$parameter, p = tt$p.value,
    wilcoxon_v = ww$statistic, wilcoxon_p = ww$p.value, d_av = d_av, g_av = d_av * (1 - 3 / (4 * (length(d) - 1) - 1)),
    d_z = mean(d) / sd(d), share_below = mean(d < -1e-9), share_equal = mean(abs(d) < 1e-9), share_above = mean(d > 1e-9))
}
items <- do.call(rbind, lapply(1:22, function(j) row(paste0("q", j), P[, j], E[, j])))
items$p_adjusted <- p.adjust(items$p, "BH")
ds <- do.call(rbind, lapply(names(dims), function(d) row(d, half(P[, dims[[d]]]), half(E[, dims[[d]]]))))
ds$p_adjusted <- p.adjust(ds$p, "holm")
out <- rbind(items, ds)
write.csv(out, "gaps.csv", row.names = FALSE, quote = FALSE)

# each item's gap against the largest shortfall, person by person, Bonferroni over 21
largest <- which.min(colMeans(G, na.rm = TRUE))
rows <- lapply(setdiff(1:22, largest), function(j) {
  tt <- t.test(G[, j], G[, largest], paired = TRUE, conf.level = 1 - .05 / 21)
  data.frame(largest = paste0("q", largest), other = paste0("q", j), n = tt$parameter + 1, difference = tt$estimate,
    se = tt$stderr, ci_low = tt$conf.int[1], ci_high = tt$conf.int[2])
})
write.csv(do.call(rbind, rows), "contrasts.csv", row.names = FALSE, quote = FALSE)
