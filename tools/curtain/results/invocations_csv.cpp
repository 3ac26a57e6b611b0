#include "tools/curtain/results/invocations_csv.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "models/workload/csv_text.hpp"

namespace curtain::tools {
namespace {

constexpr std::array<std::string_view, 3> kStarts = {"warm,", "cold,", "waited,"};
constexpr std::array<std::string_view, kOutcomes> kOutcomeWords = {
    "completed,", "failed,", "throttled,", "timed_out,", "expired,", "refused,", "errored,", "abandoned,"};
static_assert(!kOutcomeWords.back().empty());

/// The maximum length of a row without names, which consists of 7 numbers, 6 times, words and commas. Some
/// bytes are added, because copies of a fixed length may write more than the text.
constexpr std::size_t kLongestRow = 7 * kLongestNumber + 6 * kLongestSeconds + 200;
constexpr std::size_t kTextAtOnce = OutputFile::kPiece;
constexpr std::string_view kInvocationColumns =
    "n,tenant,function,arrival_s,dispatch_s,start_s,end_s,answer_s,attempts,start,outcome,reason,instance,vm,"
    "host,charged_s,counted\n";

char* write_word(char* at, std::string_view word) {
  std::copy_n(word.data(), word.size(), at);
  return at + word.size();
}

char* write_comma(char* at) {
  *at = ',';
  return at + 1;
}

char* write_small(char* at, std::uint64_t number) {
  if (number < 10) {
    *at = static_cast<char>('0' + number);
    return at + 1;
  }
  return write_number(at, number);
}

char* write_place(char* at, std::uint64_t number) {
  return write_comma(number == InvocationRow::kNoNumber ? at : write_small(at, number));
}

}  // namespace

InvocationsCsv::InvocationsCsv(const std::string& path) : file_(path, "--invocations", "") {
  make_room(kInvocationColumns.size());
  std::memcpy(text_.get(), kInvocationColumns.data(), kInvocationColumns.size());
  used_ = kInvocationColumns.size();
}

/// Makes the memory large enough for a full piece of text and one more row, whose names have `name` bytes.
void InvocationsCsv::make_room(std::size_t name) {
  const std::size_t needed = kTextAtOnce + name + kLongestRow;
  if (capacity_ < needed) {
    auto larger = std::make_unique_for_overwrite<char[]>(needed);
    std::copy_n(text_.get(), used_, larger.get());
    text_ = std::move(larger);
    capacity_ = needed;
  }
}

void InvocationsCsv::add(FunctionName name) {
  names_.push_back(',' + csv_field(name.tenant) + ',' + csv_field(name.function) + ',');
  longest_name_ = std::max(longest_name_, names_.back().size());
}

void InvocationsCsv::write(const std::vector<InvocationRow>& rows) {
  make_room(longest_name_);
  char* const first = text_.get();
  char* at = first + used_;
  for (const InvocationRow& row : rows) {
    at = write_row(at, row);
    if (at >= first + kTextAtOnce) {
      file_.write({first, kTextAtOnce});
      const auto rest = static_cast<std::size_t>(at - first) - kTextAtOnce;
      std::memmove(first, first + kTextAtOnce, rest);
      at = first + rest;
    }
  }
  used_ = static_cast<std::size_t>(at - first);
}

void InvocationsCsv::commit() {
  file_.write({text_.get(), used_});
  file_.commit();
}

/// Writes the time and a comma. Time::never() is written as an empty field.
inline char* InvocationsCsv::write_time(char* at, std::int64_t ns, Seconds& seconds) {
  constexpr std::int64_t second = 1'000'000'000;
  if (ns == Time::never().ns()) {
    return write_comma(at);
  }
  const std::int64_t whole = ns / second;
  if (whole != seconds.value) {
    seconds.value = whole;
    seconds.length = static_cast<std::uint32_t>(
        write_number(seconds.text.data(), static_cast<std::uint64_t>(whole)) - seconds.text.data());
  }
  std::memcpy(at, seconds.text.data(), seconds.text.size());
  return write_comma(write_fraction(at + seconds.length, static_cast<std::uint32_t>(ns - whole * second)));
}

inline char* InvocationsCsv::write_row(char* at, const InvocationRow& row) {
  at = write_word(write_number(at, row.n), names_[row.function.index()]);
  at = write_time(at, row.arrival.ns(), seconds_[0]);
  const char* const dispatched = at;
  at = write_time(at, row.dispatched.ns(), seconds_[1]);
  if (row.started == row.dispatched) {  // the usual case for a warm start
    const auto length = static_cast<std::size_t>(at - dispatched);
    std::memmove(at, dispatched, kLongestSeconds);
    at += length;
  } else {
    at = write_time(at, row.started.ns(), seconds_[1]);
  }
  at = write_time(at, row.ended.ns(), seconds_[2]);
  at = write_time(at, row.answered.ns(), seconds_[3]);
  at = write_comma(write_small(at, row.attempts));
  const bool has_started = row.started != Time::never();
  at = has_started ? write_word(at, kStarts[static_cast<std::size_t>(row.start)]) : write_comma(at);
  const bool has_ended = row.answered != Time::never();
  at = write_word(
      at, has_ended ? kOutcomeWords[static_cast<std::size_t>(row.outcome)] : std::string_view("in_flight,"));
  if (has_ended && (row.outcome == Outcome::throttled || row.outcome == Outcome::refused)) {
    at = write_word(at, kRejectionNames[static_cast<std::size_t>(row.why)]);
  }
  at = write_comma(at);
  at = write_place(at, row.instance);
  at = write_place(at, row.vm);
  at = write_place(at, row.host);
  at = write_seconds(at, row.charged.ns());
  return write_word(at, row.is_counted ? ",1\n" : ",0\n");
}

}  // namespace curtain::tools
