# What psych and lavaan need for the list of benchmarks/moments.py; prints seconds as JSON.
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
})
people <- read.csv(commandArgs(trailingOnly = TRUE)[1])
items <- paste0("x", 1:22)
wanted <- setNames(people[paste0("E", 1:22)], items)
perceived <- setNames(people[paste0("P", 1:22)], items)
tables <- lapply(list(wanted, perceived, perceived - wanted), na.omit)
dimensions <- split(items, rep(1:5, c(4, 5, 4, 4, 5)))
theory <- paste0("f", 1:5, " =~ ", sapply(dimensions, paste, collapse = " + "), collapse = "\n")

quietly <- function(code) suppressWarnings(suppressMessages(capture.output(code)))

alphas <- function() {
  for (table in tables) {
    for (set in c(dimensions, list(items))) {
      psych::alpha(table[set], check.keys = FALSE, warnings = FALSE)
    }
  }
}

tests <- function() {
  for (item in items) t.test(perceived[[item]], wanted[[item]], paired = TRUE)
}

factorable <- function() {
  for (table in tables) {
    KMO(table)
    cortest.bartlett(cor(table), n = nrow(table))
  }
}

seconds <- function(what) {
  start <- proc.time()[["elapsed"]]
  quietly(what())
  proc.time()[["elapsed"]] - start
}

times <- c(
  alphas = seconds(alphas),
  `t tests` = seconds(tests),
  `KMO, Bartlett` = seconds(factorable),
  CFA = seconds(function() cfa(theory, data = tables[[2]]))
)
cat(sprintf("{%s}\n", paste(sprintf('"%s": %.4f', names(times), times), collapse = ", ")))
