#include "models/experiment/metric_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/experiment/metric_catalogue.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostNamesListed = 6;
constexpr std::size_t kShortestPart = 3;
constexpr std::size_t kShortestTellingWord = 4;

bool is_separator(char c) {
  return c == '.' || c == '-' || c == '_' || c == ' ';
}

/// Makes "latency_p99", "Latency.P99" and "latency.p99" equal.
std::string folded_name(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (!is_separator(c)) {
      folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return folded;
}

std::string without_plural(const std::string& word) {
  return word.size() > kShortestPart && word.back() == 's' ? word.substr(0, word.size() - 1) : word;
}

/// Splits "mean-latencies" into "mean" and "latencie". Each word is folded and has no plural "s".
std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (is_separator(c)) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  for (std::string& word : words) {
    word = without_plural(folded_name(word));
  }
  words.erase(std::remove_if(words.begin(), words.end(),
                             [](const std::string& word) { return word.size() < kShortestPart; }),
              words.end());
  return words;
}

using Test = std::function<bool(const std::string& folded)>;

std::vector<std::string> metrics_that(const Test& hold) {
  std::vector<std::string> names;
  for (const MetricDeclaration& metric : metric_catalogue()) {
    if (hold(folded_name(metric.name))) {
      names.emplace_back(metric.name);
    }
  }
  return names;
}

std::vector<std::string> metrics_with(const std::string& part) {
  return metrics_that([&part](const std::string& folded) {
    return part.size() >= kShortestPart && folded.find(part) != std::string::npos;
  });
}

/// Returns "; did you mean 'a'?" for one candidate, or "; with 'WORD' in their names: a, b" for several
/// candidates.
std::string listing(const std::string& word, std::vector<std::string> names) {
  if (names.size() == 1) {
    return "; did you mean '" + names.front() + "'?";
  }
  const std::size_t more = names.size() - std::min(names.size(), kMostNamesListed);
  names.resize(names.size() - more);
  return fmt::format("; with {} in their names: {}{}", config::quote(word), config::comma_list(names),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

}  // namespace

std::string similar_metrics(const std::string& name) {
  const std::string part = folded_name(name);
  // A plural is tried first, because "cold_starts" also occurs in cold_start.sandbox_mean_s (as "cold_start"
  // + "s").
  const bool is_plural = without_plural(part) != part && !name.ends_with("_s");
  if (const std::vector<std::string> holding = metrics_with(without_plural(part));
      is_plural && !holding.empty()) {
    return listing(name.substr(0, name.size() - 1), holding);
  }
  if (const std::vector<std::string> holding = metrics_with(part); !holding.empty()) {
    return listing(name, holding);
  }
  std::vector<std::string> names;
  for (const MetricDeclaration& metric : metric_catalogue()) {
    names.emplace_back(metric.name);
  }
  if (const std::string nearest = config::did_you_mean(name, names); !nearest.empty()) {
    return nearest;
  }
  const std::vector<std::string> words = words_of(name);
  const auto all_words = metrics_that([&words](const std::string& folded) {
    return words.size() > 1 && std::all_of(words.begin(), words.end(), [&folded](const std::string& word) {
             return folded.find(word) != std::string::npos;
           });
  });
  if (!all_words.empty()) {
    return listing(config::comma_list(words), all_words);
  }
  for (const std::string& word : words) {
    if (const std::vector<std::string> holding = metrics_with(word);
        word.size() >= kShortestTellingWord && !holding.empty()) {
      return listing(word, holding);
    }
  }
  return "; `curtain metrics` lists them";
}

std::string unknown_metric(const std::string& name) {
  if (find_metric(name) != nullptr) {
    return {};
  }
  for (const MetricDeclaration& metric : metric_catalogue()) {
    if (!metric.column.empty() && metric.column == name) {
      return fmt::format("there is no metric {}; the column of that name in functions.csv is the metric {}",
                         config::quote(name), config::quote(metric.name));
    }
  }
  return "there is no metric " + config::quote(name) + similar_metrics(name);
}

}  // namespace curtain
