# Difference of two independent means with Welch's interval (t.test, var.equal = FALSE).
# Writes welch.csv: means, standard errors and n of both groups, then difference, df and limits.
groups <- list(
  sleep = split(sleep$extra, sleep$group),
  plants = split(PlantGrowth$weight, PlantGrowth$group)[c("trt1", "trt2")],
  unequal = list(c(1, 2, 2, 3, 7, 7, 6, 5, 4), c(5, 5.5, 6, 5.2)),
  small = list(c(3, 4), c(6, 6.5, 9))
)
rows <- lapply(names(groups), function(name) {
  x <- groups[[name]][[1]]
  y <- groups[[name]][[2]]
  t <- t.test(x, y, conf.level = .9)
  data.frame(
    name = name, mean = mean(x), se = sd(x) / sqrt(length(x)), n = length(x),
    mean_others = mean(y), se_others = sd(y) / sqrt(length(y)), n_others = length(y),
    difference = mean(x) - mean(y), df = unname(t$parameter), low = t$conf.int[1], high = t$conf.int[2]
  )
})
out <- do.call(rbind, rows)
for (k in setdiff(names(out), c("name", "n", "n_others"))) out[[k]] <- formatC(out[[k]], digits = 13, format = "g")
write.csv(out, "welch.csv", row.names = FALSE, quote = FALSE)
