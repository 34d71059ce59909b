# Indices of careless answering by base R, as the package careless 1.2 defines them; writes
# careless.csv (one row per person of careless_dataset.csv) and careless_pairs.csv (the synonym pairs).
# Run from this folder: Rscript careless.R   (R 4.2.2)
# careless_dataset.csv comes from that package (github.com/ryentes/careless): MIT,
# see careless_dataset.LICENSE.
x <- as.matrix(read.csv("careless_dataset.csv"))
one <- function(f) apply(x, 1, f)

longstr <- one(function(v) max(rle(v)$lengths))
avgstr <- one(function(v) mean(rle(v)$lengths))
irv <- one(sd)
mahad <- mahalanobis(x, colMeans(x), cov(x))

# even-odd over ten scales of five items; high = consistent (careless >= 1.2.0 returns minus this)
evenodd <- one(function(v) {
  scales <- split(v, rep(1:10, each = 5))
  even <- sapply(scales, function(s) mean(s[c(2, 4)]))
  odd <- sapply(scales, function(s) mean(s[c(1, 3, 5)]))
  r <- suppressWarnings(cor(even, odd))
  max(2 * r / (1 + r), -1)
})

# synonyms: pairs of items that correlate above .60 over people, within-person correlation over them
r <- cor(x); r[upper.tri(r, diag = TRUE)] <- NA
pairs <- which(r > .60, arr.ind = TRUE)
psychsyn <- one(function(v) suppressWarnings(cor(v[pairs[, 1]], v[pairs[, 2]])))

write.csv(data.frame(longstr, avgstr, irv, mahad, evenodd, psychsyn), "careless.csv", row.names = FALSE, quote = FALSE)
write.csv(data.frame(later = pairs[, 1], earlier = pairs[, 2]), "careless_pairs.csv", row.names = FALSE, quote = FALSE)
