#include "tools/curtain/text/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>

#include "models/config/metric_name.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "models/experiment/run.hpp"
#include "tools/curtain/text/interval_text.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// The metrics of a comparison if the command requests none: the most common metrics, and a metric for each
/// kind of failure that occurs.
std::vector<std::string> default_metrics(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const ComparedMetric& metric : comparison.metrics) {
    const MetricDeclaration* const declared = find_metric(metric.name);
    const bool occurs = std::any_of(metric.by_variant.begin(), metric.by_variant.end(),
                                    [](const Estimate& estimate) { return estimate.interval.mean > 0; });
    const bool is_of_scope = declared == nullptr;  // a metric of a part of the run, which the command
                                                   // requests
    if (is_of_scope || declared->shown == Shown::always ||
        (declared->shown == Shown::if_it_occurs && occurs)) {
      names.push_back(metric.name);
    }
  }
  return names;
}

/// The mean and its uncertainty, which is the half-width of its interval plus the resolution of the metric.
std::string with_interval(std::string_view name, const Estimate& estimate) {
  const MetricDeclaration* const declared = find_metric(without_labels(name));
  const Unit unit = declared != nullptr ? declared->unit : Unit::number;
  const sim::Interval& interval = estimate.interval;
  if (interval.n == 0) {
    return unit == Unit::usd ? std::string(kNoPricesText) : "-";
  }
  constexpr double rounding = 1e-12;  // relative error of a mean of equal values
  const double off = interval.half_width + estimate.resolution;
  return std::isfinite(off) && off > rounding * std::abs(interval.mean)
             ? with_half_width(unit, interval.mean, off)
             : human_metric(name, interval.mean);
}

/// A difference of shares is in points, because a reader would take "3 %" for a ratio.
std::string as_difference(std::string text) {
  if (const std::size_t percent = text.rfind(" %"); percent != std::string::npos) {
    text.replace(percent, 2, " points");
  }
  return text;
}

std::string verdict_text(const Estimate& difference, double base) {
  const Verdict judged = verdict(difference);
  const double mean = difference.interval.mean;
  switch (judged) {
    case Verdict::same:
      return "the same";
    case Verdict::below_resolution:
      return base != 0 ? fmt::format("below the resolution of {}",
                                     human_share(std::abs(difference.resolution / base)))
                       : "below the resolution";
    case Verdict::undecided:
    case Verdict::no_data:
      return std::string(name_of(judged)) +
             (judged == Verdict::undecided && difference.interval.n == 1 ? " (one replication)" : "");
    case Verdict::more:
    case Verdict::less:
      break;
  }
  if (base != 0 && std::abs(mean / base) < 1e-6) {
    return "below 0.0001 %";
  }
  if (difference.interval.n == 1) {
    return "undecided (one replication)";
  }
  const std::string word(name_of(judged));
  return base != 0 ? fmt::format("{} {}", human_share(std::abs(mean / base)), word) : word;
}

/// Collects metrics whose intervals may cover less than their confidence, by reason.
class Doubts {
 public:
  void add(const std::string& metric, const IntervalDoubt& doubt) {
    if (doubt.is_none()) {
      return;
    }
    std::vector<std::string>& names = metrics_[doubt.kind];
    if (std::find(names.begin(), names.end(), metric) == names.end()) {
      names.push_back(metric);
    }
  }
  void print(double confidence) const {
    for (const auto& [kind, names] : metrics_) {
      std::string text =
          fmt::format("warning: these intervals may cover less than {:g} %, because {}: ", 100 * confidence,
                      reason_of(kind));
      for (const std::string& name : names) {
        text += (&name == &names.front() ? "" : ", ") + name;
      }
      fmt::print("{}", red(wrapped(text, output_columns(), 2, 4)));
    }
  }

 private:
  std::map<DoubtKind, std::vector<std::string>> metrics_;
};

/// Prints the metrics that have no value in some replications, with the reasons.
void print_absent(const Comparison& comparison, const std::vector<ComparedMetric>& shown) {
  const std::uint32_t replications = comparison.replications;
  std::vector<std::pair<std::string, std::string>> metrics;  // the metrics and their reasons
  for (const ComparedMetric& metric : shown) {
    std::string absent;
    bool any = false;
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      const bool ran = comparison.failures[i].empty();  // otherwise the failure of the variant is reported
      const std::size_t none = ran ? replications - metric.by_variant[i].interval.n : 0;
      any = any || none > 0;
      const char* const separator = i == 0 ? "" : (i + 1 < metric.by_variant.size() ? ", " : " and ");
      absent += separator + std::to_string(none);
    }
    if (!any) {
      continue;
    }
    const std::string said = fmt::format("no value in {} of {} replications, because {}: ", absent,
                                         replications, why_absent(metric.name));
    const auto same = std::find_if(metrics.begin(), metrics.end(),
                                   [&said](const auto& line) { return line.first == said; });
    if (same == metrics.end()) {
      metrics.emplace_back(said, metric.name);
    } else {
      same->second += ", " + metric.name;
    }
  }
  for (const auto& [said, names] : metrics) {
    fmt::print("{}", wrapped(said + names, output_columns(), 2, 4));
  }
}

/// Warns if variants complete different invocations, because latency and cost cover only completed
/// invocations.
void warn_of_lost_work(const Comparison& comparison, std::size_t variant) {
  for (const ComparedMetric& metric : comparison.metrics) {
    if (metric.name == "invocations.completed" && verdict(metric.difference[variant]) != Verdict::same) {
      fmt::print("{}",
                 red(wrapped(fmt::format("the variants complete different invocations ({} against {} on "
                                         "average), so latency and cost cover different work",
                                         human_number(metric.by_variant[variant].interval.mean),
                                         human_number(metric.by_variant[comparison.base].interval.mean)),
                             output_columns(), 2)));
    }
  }
}

/// Prints the settings in which the resolved scenarios of the variants differ, value by value.
void print_variants(const std::vector<Variant>& variants, const std::vector<std::string>& labels) {
  std::vector<std::vector<std::string>> settings;
  std::map<std::string, std::size_t> how_many;  // number of variants that have the setting
  for (const Variant& variant : variants) {
    settings.push_back(resolved_settings(variant.scenario));
    for (const std::string& setting : settings.back()) {
      ++how_many[setting];
    }
  }
  // A variant may have no setting that differs from the others. Then either it uses the default of a setting
  // that the others change, or all variants are equal.
  const bool are_equal = std::all_of(how_many.begin(), how_many.end(), [&variants](const auto& setting) {
    return setting.second == variants.size();
  });
  for (std::size_t i = 0; i < variants.size(); ++i) {
    std::string own;
    for (const std::string& setting : settings[i]) {
      if (how_many[setting] < variants.size()) {
        const std::size_t prefix = setting.rfind("policies.", 0) == 0 ? std::string("policies.").size() : 0;
        own += (own.empty() ? "" : ", ") + setting.substr(prefix);
      }
    }
    const char* const unset =
        are_equal ? "the same as the others" : "the default; the other variants change the setting";
    const bool is_cut = labels[i].find(glyph("…", "..")) != std::string::npos;
    const std::string whole = is_cut ? variants[i].label + ": " : "";
    fmt::print(
        "{}", dim(wrapped(labels[i] + " is " + whole + (own.empty() ? unset : own), output_columns(), 2, 4)));
  }
}

/// The words of a label, separated by blanks. Braces or brackets with their contents are one word.
std::vector<std::string> label_words(const std::string& label) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (const char c : label) {
    depth += c == '{' || c == '[' ? 1 : (c == '}' || c == ']' ? -1 : 0);
    if (c == ' ' && depth == 0) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

/// The value without its key: "1GiB" for "instance_memory=1GiB".
std::string without_key(const std::string& word) {
  const std::size_t equals = word.find('=');
  return word.substr(equals == std::string::npos ? 0 : equals + 1);
}

/// The labels after `change` was applied to each word. If two labels would become equal, all labels are
/// unchanged.
std::vector<std::string> reworded(const std::vector<std::string>& labels,
                                  std::string (*change)(const std::string& word)) {
  std::vector<std::string> texts;
  for (const std::string& label : labels) {
    std::string text;
    for (const std::string& word : label_words(label)) {
      text += (text.empty() ? "" : " ") + change(word);
    }
    if (std::find(texts.begin(), texts.end(), text) != texts.end()) {
      return labels;
    }
    texts.push_back(text);
  }
  return texts;
}

/// Shortens labels, so that as many variants as possible fit side by side. The braces of policies are
/// removed, then keys if a label is still too long. Finally labels are shortened in the middle.
/// print_variants() explains each label.
std::vector<std::string> short_labels(const std::vector<std::string>& given) {
  constexpr std::size_t name = 28;  // width of the name of a metric and the margin, in columns
  const std::size_t each = (output_columns() - name) / given.size();
  const std::size_t longest = std::max<std::size_t>(Table::kShortestHeading, each > 3 ? each - 3 : 0);
  std::vector<std::string> labels = reworded(given, without_braces);
  if (std::any_of(labels.begin(), labels.end(), [longest](const std::string& label) {
        return label_words(label).size() > 1 && width_of(label) > longest;
      })) {
    labels = reworded(labels, without_key);
  }
  std::vector<std::string> texts;
  for (const std::string& label : labels) {
    texts.push_back(shortened(label, longest));
  }
  const std::vector<std::string> alone = texts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (std::count(alone.begin(), alone.end(), alone[i]) > 1) {  // the labels differ only in the part that
                                                                 // was removed
      const std::string number = fmt::format("{}: ", i + 1);
      texts[i] = number + shortened(labels[i], longest - number.size());
    }
  }
  return texts;
}

/// The metrics that are printed, in the order of the catalogue.
std::vector<ComparedMetric> shown_metrics(const Comparison& comparison,
                                          const std::vector<std::string>& metrics) {
  const std::vector<std::string> wanted = metrics.empty() ? default_metrics(comparison) : metrics;
  std::vector<ComparedMetric> shown;
  std::copy_if(comparison.metrics.begin(), comparison.metrics.end(), std::back_inserter(shown),
               [&wanted](const ComparedMetric& metric) {
                 return std::find(wanted.begin(), wanted.end(), metric.name) != wanted.end();
               });
  return shown;
}

void print_differences(const std::vector<ComparedMetric>& shown, const std::vector<std::string>& labels,
                       std::size_t variant, std::size_t base, double confidence) {
  const std::string against = labels[variant] + " against " + labels[base];
  // The text of a verdict with the resolution needs this width.
  const bool is_long = width_of(against) > 36 ||
                       std::any_of(shown.begin(), shown.end(), [variant](const ComparedMetric& metric) {
                         return verdict(metric.difference[variant]) == Verdict::below_resolution;
                       });
  if (is_long) {
    fmt::print("  {}\n", dim(against));
  }
  Table differences({is_long ? "metric" : against, "difference", "verdict"});
  std::string same;
  Doubts doubts;
  for (const ComparedMetric& metric : shown) {
    const Estimate& difference = metric.difference[variant];
    if (verdict(difference) == Verdict::same) {
      same += (same.empty() ? "" : ", ") + metric.name;
      continue;
    }
    // Percentiles that are in the same buckets differ by 0 in most replications, even if the interval is
    // wide.
    if (verdict(difference) != Verdict::below_resolution || difference.doubt.kind != DoubtKind::ties) {
      doubts.add(metric.name, difference.doubt);
    }
    differences.add({metric.name, as_difference(with_interval(metric.name, difference)),
                     verdict_text(difference, metric.by_variant[base].interval.mean)});
  }
  fmt::print("{}", differences.text());
  if (!same.empty()) {
    fmt::print("{}", dim(wrapped("the same in every replication: " + same, output_columns(), 2)));
  }
  doubts.print(confidence);
}

}  // namespace

std::string without_braces(const std::string& word) {
  const std::size_t colon = word.find(':');
  const std::size_t inner = word.find('{', 1);
  if (!word.starts_with("{") || !word.ends_with("}}") || colon == std::string::npos || inner < colon ||
      inner == std::string::npos) {
    return word;
  }
  const std::string parameters = word.substr(inner + 1, word.size() - inner - 3);
  const std::size_t value = parameters.find_first_not_of(' ', parameters.find(':') + 1);
  const bool is_one = parameters.find_first_of(",{[") == std::string::npos && value != std::string::npos;
  return word.substr(1, colon - 1) + " " + (is_one ? parameters.substr(value) : parameters);
}

void print_comparison(const Comparison& comparison, const std::vector<std::string>& metrics,
                      const std::vector<Variant>& variants) {
  const Scenario& scenario = variants.front().scenario;
  const std::vector<std::string> labels = short_labels(comparison.labels);
  fmt::print("\n{}",
             wrapped(fmt::format("{}  {}", bold(scenario.name),
                                 dim(fmt::format("on {}, seed {}", scenario.platform_name, scenario.seed))),
                     output_columns(), 2));
  const bool is_paired = variants.size() > 1 && comparison.replications > 1;
  const std::string runs = counted(comparison.replications, is_paired ? "paired replication" : "replication");
  const std::string intervals = comparison.replications == 1
                                    ? ", which has no intervals; use --replications N for more"
                                    : fmt::format(", {:g} % intervals", 100 * comparison.confidence);
  fmt::print("{}", dim(wrapped(runs + intervals, output_columns(), 2)));
  fmt::print("{}\n", dim(wrapped("between replications: " + what_varies(scenario), output_columns(), 2)));
  if (variants.size() > 1) {
    print_variants(variants, labels);
    fmt::print("\n");
  }
  const std::vector<ComparedMetric> shown = shown_metrics(comparison, metrics);
  std::vector<std::string> heading = {"metric"};
  if (variants.size() > 1) {
    heading.insert(heading.end(), labels.begin(), labels.end());
  } else {
    heading.emplace_back("mean");
  }
  Table values(heading);
  Doubts doubts;
  for (const ComparedMetric& metric : shown) {
    std::vector<std::string> row = {metric.name};
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      const bool ran = comparison.failures[i].empty();
      row.push_back(ran ? with_interval(metric.name, metric.by_variant[i]) : std::string("failed"));
      doubts.add(metric.name, metric.by_variant[i].doubt);
    }
    values.add(row);
  }
  fmt::print("{}", values.text());
  print_absent(comparison, shown);
  doubts.print(comparison.confidence);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!comparison.failures[i].empty()) {
      fmt::print("{}",
                 red(wrapped(labels[i] + " failed: " + comparison.failures[i], output_columns(), 2, 4)));
    }
  }
  fmt::print("\n");
  for (std::size_t variant = comparison.base + 1; variant < labels.size(); ++variant) {
    if (comparison.failures[variant].empty()) {
      print_differences(shown, labels, variant, comparison.base, comparison.confidence);
      warn_of_lost_work(comparison, variant);
      fmt::print("\n");
    }
  }
}

}  // namespace curtain::tools
