# Importance-performance of ratings.csv by boot, E taken for importance and P for satisfaction; writes priorities.csv (one row per
# item) and priorities_index.csv. Run from this folder: Rscript priorities.R   (R 4.2.2, boot 1.3)
suppressMessages(library(boot))
set.seed(8)
x <- read.csv("ratings.csv")
I <- as.matrix(x[paste0("E", 1:22)]); S <- as.matrix(x[paste0("P", 1:22)])
m <- function(a) colMeans(a, na.rm = TRUE)
top <- function(a) m(ifelse(is.na(a), NA, a >= 6))
rules <- list(grand_mean = function(v) mean(v), median = function(v) median(v), midpoint = function(v) 4)
names4 <- c("concentrate", "keep_up", "low_priority", "overkill")
quadrant <- function(i, s, rule) 1 + 2 * (i < rule(i) - 1e-9) + (s >= rule(s) - 1e-9)
csi <- function(i, s) 100 * sum(i * s) / (7 * sum(i))
scores <- function(i, s, ti, ts) list(gap = s - i, performance = s, importance = -i, diagonal = -100 * (i - s) / 6,
  opportunity = -10 * (ti + pmax(ti - ts, 0)), pgcv = -i * (7 - s))
one <- function(rows) {
  i <- m(I[rows, ]); s <- m(S[rows, ]); r <- scores(i, s, top(I[rows, ]), top(S[rows, ]))
  r$gap <- m(S[rows, ] - I[rows, ])
  c(unlist(lapply(rules, function(f) quadrant(i, s, f))), unlist(lapply(r, function(v) rank(round(v, 9), ties.method = "min"))), csi(i, s))
}
b <- boot(seq_len(nrow(x)), function(d, k) one(k), R = 10000)
i <- m(I); s <- m(S); r <- scores(i, s, top(I), top(S)); r$gap <- m(S - I)
out <- data.frame(item = paste0("q", 1:22), importance = i, performance = s)
for (k in seq_along(rules)) {
  name <- names(rules)[k]; drawn <- b$t[, (k - 1) * 22 + 1:22]
  out[[paste0("quadrant.", name)]] <- names4[quadrant(i, s, rules[[k]])]
  for (q in 1:4) out[[paste0(names4[q], ".", name)]] <- colMeans(drawn == q)
}
for (k in seq_along(r)) {
  name <- names(r)[k]; drawn <- b$t[, 66 + (k - 1) * 22 + 1:22]
  out[[paste0("value.", name)]] <- if (name %in% c("gap", "performance")) r[[k]] else -r[[k]]
  out[[paste0("rank.", name)]] <- rank(round(r[[k]], 9), ties.method = "min")
  out[[paste0("low.", name)]] <- apply(drawn, 2, quantile, .025, type = 1)
  out[[paste0("high.", name)]] <- apply(drawn, 2, quantile, .975, type = 1)
}
write.csv(format(out, digits = 12, trim = TRUE), "priorities.csv", row.names = FALSE, quote = FALSE)
limits <- quantile(b$t[, ncol(b$t)], c(.025, .975))
write.csv(data.frame(csi = csi(i, s), low = limits[1], high = limits[2]), "priorities_index.csv", row.names = FALSE, quote = FALSE)
