#include "models/config/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "models/workload/printable.hpp"

namespace curtain::config {
namespace {

constexpr std::size_t kLongestComparedWord = 64;
constexpr std::size_t kLongestQuote = 60;
constexpr std::size_t kLongestPath = 4096;  // the longest path of a file on Linux

char folded(char c) {
  if (c >= 'A' && c <= 'Z') {
    return static_cast<char>(c - 'A' + 'a');
  }
  return c == '-' ? '_' : c;
}

}  // namespace

std::string Place::to_string() const {
  const std::string name = source ? *source : std::string();
  return line == 0 ? name : fmt::format("{}:{}:{}", name, line, column);
}

std::string Place::line_string() const {
  const std::string name = source ? *source : std::string();
  return line == 0 ? name : fmt::format("{}:{}", name, line);
}

std::size_t Diagnostics::rank_of(const Source& source) {
  for (std::size_t rank = 0; rank < sources_.size(); ++rank) {
    if (sources_[rank] == source || (sources_[rank] && source && *sources_[rank] == *source)) {
      return rank;
    }
  }
  sources_.push_back(source);
  return sources_.size() - 1;
}

void Diagnostics::announce(const Source& source) {
  rank_of(source);
}

void Diagnostics::add(const Place& place, std::string message) {
  findings_.push_back({rank_of(place.source), place, std::move(message)});
}

std::string Diagnostics::text() const {
  std::vector<const Finding*> sorted;
  sorted.reserve(findings_.size());
  for (const Finding& finding : findings_) {
    sorted.push_back(&finding);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Finding* a, const Finding* b) {
    return std::tie(a->rank, a->place.line, a->place.column) <
           std::tie(b->rank, b->place.line, b->place.column);
  });
  std::vector<std::string> lines;
  lines.reserve(sorted.size());
  for (const Finding* finding : sorted) {
    std::string line = fmt::format("{}: {}", finding->place.to_string(), finding->message);
    if (lines.empty() || lines.back() != line) {
      lines.push_back(std::move(line));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(lines.size(), kMostTold); ++i) {
    text += (i == 0 ? "" : "\n") + lines[i];
  }
  if (lines.size() > kMostTold) {
    text += fmt::format("\nand {} more", lines.size() - kMostTold);
  }
  return text;
}

void Diagnostics::throw_if_any() const {
  if (!empty()) {
    throw ScenarioError(text());
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // The distance needs only three rows of the table, because a swap refers to the row before the previous
  // row.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    previous[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = folded(a[i - 1]);
      const char y = folded(b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x == y ? 0u : 1u)});
      if (i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > kLongestComparedWord) {
    return {};
  }
  const std::string* nearest = nullptr;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestComparedWord) {
      continue;
    }
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? std::string() : *nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  std::string nearest = nearest_name(word, candidates);
  if (nearest.empty() && word.ends_with('y')) {  // "policies" for "policy"
    nearest = nearest_name(std::string(word.substr(0, word.size() - 1)) + "ies", candidates);
  }
  if (nearest.empty() &&
      word.size() > 2) {  // suggests "best-fit" for "best" if no other name begins with this word
    std::size_t count = 0;
    for (const std::string& candidate : candidates) {
      if (candidate.starts_with(word)) {
        nearest = candidate;
        ++count;
      }
    }
    nearest = count == 1 ? nearest : std::string();
  }
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

namespace {

std::string quoted_up_to(std::string_view text, std::size_t longest) {
  std::string shown = "'";
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == longest) {
      shown += "...";
      break;
    }
    const std::string_view character = text.substr(0, std::max<std::size_t>(1, utf8_length(text)));
    shown += character == "\n" ? "\\n" : printable(character);
    text.remove_prefix(character.size());
  }
  return shown + "'";
}

}  // namespace

std::string quote(std::string_view text) {
  return quoted_up_to(text, kLongestQuote);
}

std::string quote_path(std::string_view path) {
  return quoted_up_to(path, kLongestPath);
}

std::string comma_list(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace curtain::config
