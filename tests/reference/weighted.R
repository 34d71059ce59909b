# Weighted gaps with linearised standard errors by survey; writes weighted.csv and weighted_overall.csv.
# Run from this folder: Rscript weighted.R   (R 4.2.2, survey 4.1-1)
suppressMessages(library(survey))
x <- read.csv("ratings.csv")
G <- as.matrix(x[paste0("P", 1:22)]) - as.matrix(x[paste0("E", 1:22)])
colnames(G) <- paste0("q", 1:22)
one <- function(id, g) {
  ok <- !is.na(g)
  m <- svymean(~g, svydesign(ids = ~1, weights = ~w, data = data.frame(g = g[ok], w = x$w[ok])))
  data.frame(id = id, n = sum(ok), gap = coef(m), se = as.numeric(SE(m)))
}
rows <- lapply(colnames(G), function(j) one(j, G[, j]))
write.csv(do.call(rbind, rows), "weighted.csv", row.names = FALSE, quote = FALSE)

# overall of the people whose five dimensions are complete: mean of the five means and its SE
dims <- list(1:4, 5:9, 10:13, 14:17, 18:22)
D <- sapply(dims, function(k) rowMeans(G[, k]))
ok <- complete.cases(D)
design <- svydesign(ids = ~1, weights = ~w, data = data.frame(w = x$w[ok], d = rowMeans(D[ok, ])))
m <- svymean(~d, design)
write.csv(data.frame(n = sum(ok), gap = coef(m), se = as.numeric(SE(m))),
  "weighted_overall.csv", row.names = FALSE, quote = FALSE)
