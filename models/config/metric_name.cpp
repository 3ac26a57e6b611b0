#include "models/config/metric_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/config/diagnostics.hpp"

namespace curtain {
namespace {

using Label = std::optional<std::string> ScopeLabels::*;
constexpr std::array<std::pair<std::string_view, Label>, 4> kLabels = {{{"tenant", &ScopeLabels::tenant},
                                                                        {"function", &ScopeLabels::function},
                                                                        {"entry", &ScopeLabels::entry},
                                                                        {"record", &ScopeLabels::record}}};

bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

std::string_view stripped(std::string_view text) {
  while (!text.empty() && is_white(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_white(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string label_value(const std::string& value) {
  const bool is_plain = !value.empty() && value.front() != '~' && stripped(value) == value &&
                        value.find_first_of(",{}\"\n") == value.npos;
  if (is_plain) {
    return value;
  }
  std::string quoted = "\"";
  for (const char c : value) {
    quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return quoted + "\"";
}

/// Reads "key=value, key=value}".
class LabelReader {
 public:
  explicit LabelReader(std::string_view name, std::size_t at) : name_(name), at_(at) {}

  ScopeLabels read() {
    if (stripped(without_labels(name_)).empty()) {
      fail("has no name before its labels");
    }
    ScopeLabels labels;
    for (;;) {
      const Label label = read_key();
      if (labels.*label) {
        fail("gives the label '" + std::string(key_) + "' twice");
      }
      labels.*label = read_value();
      skip_blanks();
      if (at_ == name_.size()) {
        fail("has no closing '}'");
      }
      if (name_[at_++] == '}') {
        break;
      }
    }
    if (!stripped(name_.substr(at_)).empty()) {
      fail(fmt::format("has the text {} after its labels", config::quote(name_.substr(at_))));
    }
    return labels;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw MetricNameError(
        fmt::format("the metric {} {}; labels are written as in latency.p99_s{{function=checkout}} or "
                    "latency.p99_s{{tenant=acme,function=\"a, b\"}}",
                    config::quote(name_), what));
  }

  void skip_blanks() {
    while (at_ < name_.size() && is_white(name_[at_])) {
      ++at_;
    }
  }

  Label read_key() {
    const std::size_t end = std::min(name_.find_first_of("=,}", at_), name_.size());
    key_ = stripped(name_.substr(at_, end - at_));
    if (key_.ends_with('!')) {
      fail("excludes a value with '!=', but a label must be one exact name");
    }
    if (key_.empty() && end == name_.size()) {
      fail("has no closing '}'");
    }
    if (key_.empty()) {
      const bool is_first = name_[at_ - 1] == '{';
      fail(name_[end] == '='   ? "has no label before a '='"
           : name_[end] == ',' ? "has no label before a comma"
           : is_first          ? "has no label between its braces"
                               : "has no label after its last comma");
    }
    const auto* const label =
        std::find_if(kLabels.begin(), kLabels.end(), [this](const auto& each) { return each.first == key_; });
    if (label == kLabels.end()) {
      fail(fmt::format("has the unknown label {}; allowed: tenant, function, entry, record{}",
                       config::quote(key_),
                       config::did_you_mean(key_, {"tenant", "function", "entry", "record"})));
    }
    if (end == name_.size() || name_[end] != '=') {
      fail(fmt::format("has no value for the label '{}'", key_));
    }
    at_ = end + 1;
    if (at_ < name_.size() && name_[at_] == '~') {
      fail("has a pattern, '=~', but a label must be one exact name");
    }
    return label->second;
  }

  std::string read_value() {
    skip_blanks();
    std::string value;
    if (at_ < name_.size() && name_[at_] == '"') {
      value = read_quoted();
      skip_blanks();
      if (at_ < name_.size() && name_[at_] != ',' && name_[at_] != '}') {
        fail(fmt::format("has the text {} directly after a quoted value", config::quote(name_.substr(at_))));
      }
    } else {
      const std::size_t end = std::min(name_.find_first_of(",}{\"", at_), name_.size());
      if (end < name_.size() && (name_[end] == '{' || name_[end] == '"')) {
        fail("has a brace or a quote within a value; write the value in double quotes");
      }
      value = stripped(name_.substr(at_, end - at_));
      at_ = end;
    }
    if (value.empty()) {
      fail(fmt::format("has no value for the label '{}'", key_));
    }
    return value;
  }

  std::string read_quoted() {
    std::string value;
    for (++at_; at_ < name_.size() && name_[at_] != '"'; ++at_) {
      at_ += name_[at_] == '\\' && at_ + 1 < name_.size() ? 1 : 0;
      value += name_[at_];
    }
    if (at_ == name_.size()) {
      fail("has no closing quote");
    }
    ++at_;
    return value;
  }

  std::string_view name_;
  std::size_t at_;
  std::string_view key_;
};

}  // namespace

std::string ScopeLabels::text() const {
  std::string text;
  for (const auto& [key, label] : kLabels) {
    if (this->*label) {
      text += fmt::format("{}{}={}", text.empty() ? "{" : ",", key, label_value(*(this->*label)));
    }
  }
  return text.empty() ? text : text + "}";
}

MetricName parse_metric_name(std::string_view text) {
  const std::string_view metric = without_labels(text);
  MetricName name{std::string(metric), {}};
  if (metric.size() < text.size()) {
    name.metric = stripped(metric);
    name.labels = LabelReader(text, metric.size() + 1).read();
  }
  return name;
}

std::string_view without_labels(std::string_view name) {
  return name.substr(0, std::min(name.find('{'), name.size()));
}

}  // namespace curtain
