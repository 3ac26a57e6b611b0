#pragma once
// The words of curtain explain: lengths, instants, numbers, reasons, and its lines.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/metrics/observer.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::tools {

/// A length with at most three decimals of a fitting unit: "0 s", "250 ns", "12.5 ms", "1.234 s", "2 min 3.5
/// s", "1 h 5 min".
std::string length_words(Duration length);
/// A length in seconds, exactly: "1.234567891 s".
std::string exact_seconds_words(Duration length);
/// The same for several lengths, with their decimal points below each other, indented by two.
std::vector<std::string> aligned_seconds_words(const std::vector<Duration>& lengths);
/// "1st", "2nd", "3rd", "4th", "11th", "1,021st"
std::string ordinal_words(std::uint64_t number);
/// "1 instance", "2,000 instances"; "no instances" for 0.
std::string number_of(std::uint64_t count, std::string_view what);
/// "is" for 1, else "are".
std::string_view is_or_are(std::uint64_t count);
/// "a, b and c"
std::string and_list(const std::vector<std::string>& parts);
/// The text as a word of a shell, in single quotes: "a'b" is 'a'\''b'.
std::string shell_word(std::string_view text);
/// The text with a capital letter first.
std::string sentence_case(std::string text);
/// A sum of money with three significant digits, however small: "$0.00000417".
std::string small_usd(double dollars);

/// What the sentences need to know of a run.
class ExplainWords {
 public:
  /// Both must outlive it.
  ExplainWords(const Scenario& scenario, const FunctionTable& functions);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const FunctionTable& functions() const { return functions_; }
  /// The name of a function, with its tenant if another tenant has a function of that name.
  [[nodiscard]] std::string function(FunctionId function) const;
  [[nodiscard]] std::string tenant(FunctionId function) const;
  /// An instant on the clock if the scenario has an epoch, else since the start: "at 09:30:12.25", "12.25 s
  /// after the start".
  [[nodiscard]] std::string instant(Time at) const;
  /// Why an instance ended, as the end of a sentence: "at the end of its keep-alive".
  [[nodiscard]] std::string ended_because(const InstanceEnd& end) const;
  /// Why an invocation was turned away, as a sentence's part: "its tenant has as many requests in
  /// progress as it may have".
  [[nodiscard]] std::string turned_away_because(Rejection why, FunctionId function) const;

 private:
  const Scenario& scenario_;
  const FunctionTable& functions_;
  std::optional<std::int64_t> epoch_;
};

/// A sentence, and the instant that it is about.
struct ExplainLine {
  Time at;
  std::string text;
};

/// Adds a sentence, which gets its capital letter and its full stop.
void add_sentence(std::vector<ExplainLine>& lines, Time at, const std::string& text);
/// Prints the lines in two columns; offsets count from `origin`, and equal ones are printed once.
void print_lines(const std::vector<ExplainLine>& lines, Time origin);

}  // namespace curtain::tools
