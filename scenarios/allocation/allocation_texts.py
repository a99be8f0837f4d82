"""The sentences of an allocation."""

TEXTS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "{county}：{budget}预算内的政策组合（{scenario}）",
        "choice": "{first}–{last}年公共支出不超过{budget}，{criterion}选出组合 {label}："
        "{contents}。"
        "{last}年{objective}平均变动 {expected}，最差十分之一的参数组平均 {worst}，"
        "公共支出平均增加{cost}。",
        "none_affordable": "菜单上没有一个组合能在{sure}的参数组里守住{budget}的预算和各项上限。",
        "nothing_best": "在{budget}的预算内，什么都不选最好：没有一个负担得起的组合使{last}年"
        "{objective}更好。",
        "by_worst_tenth": "按最差十分之一的平均结果",
        "by_expected": "按平均结果",
        "by_regret": "按最大后悔值最小",
        "few_draws": "只有{draws}组参数：“最差十分之一”就是最差的一组，区间很粗。",
        "few_for_ties": "参数组少于{fewest}组，只有相差小到不值一提（不超过 {least}）才算平局。",
        "stays": "{label} 在{draws}组参数中的{best}组里是最好的（含并列），"
        "其中{alone}组里独自最好；"
        "轮流去掉一组参数，有{same}次仍选 {label}，{tied}次改选与它难分高下的组合。",
        "regret": "若事先知道参数而另选，{label} 平均后悔 {mean}，最多 {largest}。",
        "money": "{label} 的公共支出平均增加{cost}，最多的一组参数{largest}；"
        "“财政支出”指标记为{programmes}，差额是低保的增减。"
        "企业和捐赠者另出{private}（不含工资和贷款）。",
        "no_tie": "没有别的负担得起的组合与 {label} 难分高下。",
        "ties": "有{count}个负担得起的组合与 {label} 难分高下（平局），"
        "其中最省的是 {cheapest}：{contents}，"
        "公共支出{cost}，平均 {gain}。",
        "no_cheaper_tie": "有{count}个负担得起的组合与 {label} 难分高下（平局），没有一个更省。",
        "nearly_best": "按所用标准，{near} 与 {label} 相差不到5%，而平均更好："
        "{contents}（平均 {gain}，最差十分之一 {worst}，公共支出{cost}）。参数组少时应看它。",
        "role_nearly_best": "相差不大而平均更好",
        "same_by": "{criterion}，选出的也是 {label}。",
        "other_by": "{criterion}，选出的是 {label}：{contents}（平均 {gain}，最差十分之一 {worst}，"
        "公共支出{cost}）。",
        "planned": "方案原样（{label}）：平均 {gain}，最差十分之一 {worst}，公共支出{cost}，"
        "在预算之内。",
        "planned_too_dear": "方案原样（{label}）：平均 {gain}，最差十分之一 {worst}，"
        "公共支出{cost}，"
        "守不住预算或上限。",
        "front": "模拟的{run}个组合中，{count}个在收入比、"
        "低收入户收入和公共支出三项上不被任何组合全面胜过；"
        "其中{ties}个与更省的组合难分高下。",
        "all_run": "菜单上的{count}个组合全部模拟，没有用替代模型。",
        "no_finalists": "替代模型没有提出首轮之外的组合；共模拟{count}个。",
        "model": "菜单共{count}个组合，模拟了{run}个，"
        "其中{finalists}个由“单项加两两交互”的替代模型提出。"
        "模型对它们平均偏差 {mean}，最大 {largest}（它们之间相差 {spread}），名次相关 {ranks}，"
        "支出平均偏差{cost}。以上所有数字都来自模拟，不来自模型。",
        "disappoints": "{label} 令人失望（增益不到平均的一半）",
        "over_budget": "{label} 超出{budget}",
        "not_best": "{label} 不是最好的",
        "for_nothing": "{label} 中的“{option}”白做（去掉它结果不变差）",
        "rule_never": "{draws}组参数中一次也没有发生：{what}。",
        "semicolon": "；",
        "rule_always": "{what}：{draws}组参数中每组都是。",
        "rule_few": "{what}：{draws}组参数中{failures}组，太少或太多，找不出规律。",
        "rule_chance": "{what}：{draws}组参数中{failures}组；"
        "没有一条规则比碰运气强（交叉验证的平衡准确率"
        "{score}，碰运气为0.5；打乱后有{chance}同样好）。",
        "rule_rule": "{what}：多在{conditions}时——这样的{inside}组参数中有{inside_failures}组，"
        "其余{outside}组中有{outside_failures}组（交叉验证的平衡准确率{score}，碰运气为0.5；"
        "打乱后有{chance}同样好）。",
        "and": "且",
        "above": "“{name}”高于 {number} ",
        "below": "“{name}”不高于 {number} ",
        "cut_down": "能力上限，{what}：至多{most}（{source}），因此这些档次按上限截止：{steps}。",
        "list": "、",
        "empty": "什么都不选",
        "mix": "组合",
        "public_money": "公共支出",
        "gain_mean": "平均变动",
        "worst_tenth": "最差十分之一",
        "regret_largest": "最大后悔",
        "best_share": "最优的参数组",
        "shortlist_title": "{year}年{name}（变动，{unit}）；公共支出（{money}）",
        "ratio": "收入比",
        "not_affordable": "超预算或上限",
        "what_it_holds": "内容（方案的倍数）",
        "role_choice": "选中",
        "role_worst_tenth": "最差十分之一最好",
        "role_expected": "平均最好",
        "role_regret": "最大后悔最小",
        "role_cheapest_tie": "平局中最省",
        "role_planned": "方案原样",
        "role_nothing": "什么都不选",
        "confirmed": "模型自己的首选与模拟选出的一致。",
        "not_confirmed": "模型自己的首选不是模拟选出的那个。",
        "menu_only": "选择只在菜单之内：没有列入菜单的做法、力度和时间都没有比较过。",
        "means": "预算按模拟的公共支出计算，不含人员和行政经费；"
        "指数和人数来自部分村庄的抽样时更粗。",
    },
    "en": {
        "title": "{county}: a mix of policies within {budget} ({scenario})",
        "choice": "With at most {budget} of public money over {first} to {last}, mix {label} is "
        "chosen {criterion}: {contents}. It moves {objective} in {last} by {expected} on average, "
        "{worst} in the worst tenth of draws, and costs the public {cost} on average.",
        "none_affordable": "No mix on the menu keeps within {budget} and all limits in {sure} of "
        "draws.",
        "nothing_best": "Within {budget} nothing is better than choosing nothing: no mix that can "
        "be afforded improves {objective} in {last}.",
        "by_worst_tenth": "by the mean of the worst tenth of draws",
        "by_expected": "by the mean over draws",
        "by_regret": "by the smallest largest regret",
        "few_draws": "Only {draws} draws: the worst tenth is the single worst draw, and intervals "
        "are rough.",
        "few_for_ties": "With fewer than {fewest} draws only differences too small to count "
        "(at most {least}) are called ties.",
        "stays": "{label} is the best, ties included, in {best} of {draws} draws, and alone in "
        "{alone}; with each draw left out in turn it is still chosen in {same} cases, and "
        "a mix that ties with it in {tied}.",
        "regret": "Had the draw been known, {label} has a mean regret of {mean}, at most "
        "{largest}.",
        "money": "{label} costs the public {cost} on average and {largest} in the dearest draw. "
        "The indicator of public cost has {programmes}; the difference is allowances saved or "
        "added. Enterprises and donors put in {private} besides (wages and loans are not counted).",
        "no_tie": "No other mix that can be afforded ties with {label}.",
        "ties": "{count} mixes that can be afforded tie with {label}; the cheapest of them is "
        "{cheapest}: {contents}, at {cost}, with {gain} on average.",
        "no_cheaper_tie": "{count} mixes that can be afforded tie with {label}; none of them is "
        "cheaper.",
        "nearly_best": "By the criterion {near} is within 5 % of {label}, and it is better on "
        "average: {contents} ({gain} on average, {worst} in the worst tenth, {cost} of public "
        "money). With few draws look at it.",
        "role_nearly_best": "nearly as good, better mean",
        "same_by": "Chosen {criterion}, it is {label} too.",
        "other_by": "Chosen {criterion}, it is {label}: {contents} ({gain} on average, {worst} in "
        "the worst tenth, {cost} of public money).",
        "planned": "The plan as written ({label}): {gain} on average, {worst} in the worst tenth, "
        "{cost} of public money, within the budget.",
        "planned_too_dear": "The plan as written ({label}): {gain} on average, {worst} in the "
        "worst tenth, {cost} of public money, which does not keep within budget or limits.",
        "front": "Of {run} simulated mixes, {count} are beaten by none in income ratio, register "
        "income and public cost at once; {ties} of these tie with a cheaper one.",
        "all_run": "All {count} mixes of the menu were simulated; no stand-in model was used.",
        "no_finalists": "The value model proposed no mix beyond the first set; {count} were "
        "simulated.",
        "model": "The menu has {count} mixes; {run} were simulated, {finalists} of them proposed "
        "by a model of single options and pairs. On those it was off by {mean} on average and "
        "{largest} at most (they span {spread}), with a rank correlation of {ranks}, and by {cost} "
        "in public money. Every number here is from the simulation, none from the model.",
        "disappoints": "{label} disappoints (less than half its mean gain)",
        "over_budget": "{label} costs more than {budget}",
        "not_best": "{label} is not the best",
        "for_nothing": "In {label}, “{option}” is for nothing (without it the outcome is no worse)",
        "rule_never": "In none of {draws} draws: {what}.",
        "semicolon": "; ",
        "rule_always": "{what}: in all {draws} draws.",
        "rule_few": "{what}: in {failures} of {draws} draws, too few or too many to look for a "
        "rule.",
        "rule_chance": "{what}: in {failures} of {draws} draws; no rule does better than chance "
        "(cross-validated balanced accuracy {score}, 0.50 is chance; a share of {chance} of "
        "shuffled ones does as well).",
        "rule_rule": "{what}: mostly where {conditions}: in {inside_failures} of {inside} such "
        "draws, and in {outside_failures} of the other {outside} (cross-validated balanced "
        "accuracy {score}, 0.50 is chance; a share of {chance} of shuffled ones does as well).",
        "and": " and ",
        "above": "{name} is above {number}",
        "below": "{name} is at most {number}",
        "cut_down": "Capacity, {what}: at most {most} ({source}), so these steps stop there: "
        "{steps}.",
        "list": ", ",
        "empty": "nothing",
        "mix": "mix",
        "public_money": "public money",
        "gain_mean": "mean change",
        "worst_tenth": "worst tenth",
        "regret_largest": "largest regret",
        "best_share": "best in draws",
        "shortlist_title": "{name}, {year} (change, {unit}); public money ({money})",
        "ratio": "income ratio",
        "not_affordable": "over budget or limits",
        "what_it_holds": "what it holds (multiples of the plan)",
        "role_choice": "chosen",
        "role_worst_tenth": "best worst tenth",
        "role_expected": "best mean",
        "role_regret": "least regret",
        "role_cheapest_tie": "cheapest tie",
        "role_planned": "the plan",
        "role_nothing": "nothing",
        "confirmed": " The model's own first choice is the one that the simulations choose.",
        "not_confirmed": " The model's own first choice is not the one that the "
        "simulations choose.",
        "menu_only": "The choice is among the mixes of the menu; ways, sizes and dates that are "
        "not on it were not compared.",
        "means": "The budget is simulated public money, without staff and offices; counts are "
        "rougher where only a sample of villages is simulated.",
    },
}
