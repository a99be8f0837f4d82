"""Published incomes of many places over the years."""
