# Cohen's kappa with its interval (psych::cohen.kappa, variance of Fleiss, Cohen & Everitt 1969).
# Writes kappa.csv: one row per table; counts are those of the table, row by row.
suppressMessages(library(psych))

tables <- list(
  two = matrix(c(20, 5, 10, 15), 2, byrow = TRUE),
  three = matrix(c(44, 5, 1, 7, 20, 3, 9, 5, 6), 3, byrow = TRUE),
  four = matrix(c(11, 2, 0, 1, 3, 9, 4, 0, 1, 2, 15, 3, 0, 1, 2, 8), 4, byrow = TRUE),
  rare = matrix(c(180, 6, 4, 10), 2, byrow = TRUE),
  below = matrix(c(5, 20, 25, 4), 2, byrow = TRUE)
)
rows <- lapply(names(tables), function(name) {
  m <- tables[[name]]
  found <- cohen.kappa(m, alpha = .05)
  limits <- found$confid["unweighted kappa", ]
  data.frame(
    name = name, counts = paste(as.vector(t(m)), collapse = " "), n = sum(m),
    kappa = found$kappa, se = sqrt(found$var.kappa), low = limits[["lower"]], high = limits[["upper"]]
  )
})
out <- do.call(rbind, rows)
for (k in c("kappa", "se", "low", "high")) out[[k]] <- formatC(out[[k]], digits = 12, format = "g")
write.csv(out, "kappa.csv", row.names = FALSE, quote = FALSE)
