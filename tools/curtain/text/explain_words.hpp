#pragma once
// The words of curtain explain: lengths, instants, numbers, reasons and lines.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/explain/function_watch.hpp"
#include "models/metrics/observer.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::tools {

/// A length in a suitable unit, with at most three decimals: "0 s", "250 ns", "12.5 ms", "1.234 s", "2
/// min 3.5 s", "1 h 5 min".
std::string length_words(Duration length);
/// A length in seconds, exactly: "1.234567891 s".
std::string exact_seconds_words(Duration length);
/// Several lengths in seconds, exactly, with aligned decimal points, and indented by two.
std::vector<std::string> aligned_seconds_words(const std::vector<Duration>& lengths);
/// "1st", "2nd", "3rd", "4th", "11th", "1,021st"
std::string ordinal_words(std::uint64_t number);
/// "1 instance", "2,000 instances"; "no instances" for 0.
std::string number_of(std::uint64_t count, std::string_view what);
/// "is" for 1, else "are".
std::string_view is_or_are(std::uint64_t count);
/// "a, b and c"
std::string and_list(const std::vector<std::string>& parts);
/// The text as a word of a shell: unchanged if the shell interprets none of its characters, otherwise in
/// single quotes. "a'b" is 'a'\''b'.
std::string shell_word(std::string_view text);
/// The text with a capital first letter.
std::string sentence_case(std::string text);
/// A sum of money with three significant digits, even if it is very small: "$0.00000417".
std::string small_usd(double dollars);

/// The replication that is explained.
struct ExplainedReplication {
  std::uint32_t number = 0;
  std::optional<std::uint32_t>
      of;  ///< number of replications, if a folder of several replications is explained
};

/// The data of a run that sentences contain.
class ExplainWords {
 public:
  /// The scenario and the functions must outlive the words.
  ExplainWords(const Scenario& scenario, const FunctionTable& functions, ExplainedReplication replication);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] std::uint32_t replication() const { return replication_.number; }
  /// The run: "on aws-lambda-2018, seed 1, replication 3 (of 0 to 9)". The replication is left out if it is 0
  /// and there are no others.
  [[nodiscard]] std::string run() const;
  [[nodiscard]] const FunctionTable& functions() const { return functions_; }
  /// The name of a function, with its tenant if another tenant has a function of that name.
  [[nodiscard]] std::string function(FunctionId function) const;
  [[nodiscard]] std::string tenant(FunctionId function) const;
  /// An instant by the clock if the scenario has an epoch, else by the time since the start of the run: "at
  /// 09:30:12.25", "12.25 s after the start of the run".
  [[nodiscard]] std::string instant(Time at) const;
  /// Why an instance ended, as the end of a sentence: "at the end of its keep-alive".
  [[nodiscard]] std::string ended_because(const InstanceEnd& end) const;
  /// "zone 1", "host 3"
  [[nodiscard]] static std::string outage_target(const OutageTarget& target);
  /// Outages in progress as a sentence: "zone 1 is down in an outage that began at 09:30:10 and host 3 is
  /// ..".
  [[nodiscard]] std::string down_since(const std::vector<OutageNote>& outages) const;
  /// "event" for an asynchronous function, else "request".
  [[nodiscard]] std::string_view request(FunctionId function) const;
  /// Why an invocation was turned away, as a part of a sentence: "its tenant has as many requests in progress
  /// as are allowed".
  [[nodiscard]] std::string turned_away_because(Rejection why, FunctionId function) const;

 private:
  const Scenario& scenario_;
  const FunctionTable& functions_;
  ExplainedReplication replication_;
  std::optional<std::int64_t> epoch_;
};

/// A sentence, and the instant of its event.
struct ExplainLine {
  Time at;
  std::string text;
};

/// Adds a sentence, which gets its capital letter and its full stop.
void add_sentence(std::vector<ExplainLine>& lines, Time at, const std::string& text);
/// Prints the lines in two columns: offsets from `origin`, and sentences. An offset that is equal to the
/// previous offset is not repeated.
void print_lines(const std::vector<ExplainLine>& lines, Time origin);

}  // namespace curtain::tools
