# Alpha of complete cases by psych, limits by psych::alpha.ci (Feldt); writes alpha.csv and alpha_items.csv.
# Run from this folder: Rscript alpha.R   (R 4.2.2, psych 2.2.9)
suppressMessages(library(psych))
x <- read.csv("ratings.csv")
E <- x[paste0("E", 1:22)]; P <- x[paste0("P", 1:22)]; G <- P - E
names(G) <- paste0("G", 1:22)
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17, empathy = 18:22, total = 1:22)
rows <- list(); items <- list()
for (b in c("expectation", "perception", "gap")) for (d in names(dims)) {
  m <- na.omit(switch(b, expectation = E, perception = P, gap = G)[dims[[d]]])
  a <- suppressWarnings(alpha(m, warnings = FALSE))
  ci <- alpha.ci(a$total$raw_alpha, n.obs = nrow(m), n.var = ncol(m), digits = 15)
  rows[[length(rows) + 1]] <- data.frame(battery = b, dimension = d, k = ncol(m), n = nrow(m),
    alpha = a$total$raw_alpha, alpha_low = ci$lower.ci, alpha_high = ci$upper.ci, mean_r = a$total$average_r)
  items[[length(items) + 1]] <- data.frame(battery = b, dimension = d, item = paste0("q", dims[[d]]),
    item_rest_r = a$item.stats$r.drop, alpha_if_deleted = a$alpha.drop$raw_alpha)
}
write.csv(do.call(rbind, rows), "alpha.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, items), "alpha_items.csv", row.names = FALSE, quote = FALSE)
