#include "tools/curtain/results/invocations_csv.hpp"

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "models/workload/csv_text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kRowsOfBatch = 4096;
constexpr std::size_t kMostWaiting = 8;  // batches; if more are pending, the simulation waits for the disk

constexpr std::array<std::string_view, 3> kStarts = {"warm", "cold", "waited"};
constexpr std::array<std::string_view, kOutcomes> kOutcomeWords = {
    "completed", "failed", "throttled", "timed_out", "expired", "refused", "errored", "abandoned"};
static_assert(!kOutcomeWords.back().empty());

/// Maximum length of a row without names: 7 numbers, 6 times, words and commas.
constexpr std::size_t kLongestRow = 7 * kLongestNumber + 6 * kLongestSeconds + 100;

char* write_word(char* at, std::string_view word) {
  std::memcpy(at, word.data(), word.size());
  return at + word.size();
}

char* write_comma(char* at) {
  *at = ',';
  return at + 1;
}

char* write_time(char* at, Time time) {
  return write_comma(time == Time::never() ? at : write_seconds(at, time.ns()));
}

char* write_row_number(char* at, std::uint64_t number) {
  return write_comma(number == InvocationRow::kNoNumber ? at : write_number(at, number));
}

/// The columns after the names.
char* write_columns(char* at, const InvocationRow& row) {
  at = write_time(at, row.arrival);
  at = write_time(at, row.dispatched);
  at = write_time(at, row.started);
  at = write_time(at, row.ended);
  at = write_time(at, row.answered);
  at = write_comma(write_number(at, row.attempts));
  const bool has_started = row.started != Time::never();
  at = write_comma(has_started ? write_word(at, kStarts[static_cast<std::size_t>(row.start)]) : at);
  const bool has_ended = row.answered != Time::never();
  at = write_comma(write_word(
      at, has_ended ? kOutcomeWords[static_cast<std::size_t>(row.outcome)] : std::string_view("in_flight")));
  if (has_ended && (row.outcome == Outcome::throttled || row.outcome == Outcome::refused)) {
    at = write_word(at, kRejectionNames[static_cast<std::size_t>(row.why)]);
  }
  at = write_comma(at);
  at = write_row_number(at, row.instance);
  at = write_row_number(at, row.vm);
  at = write_row_number(at, row.host);
  at = write_seconds(at, row.charged.ns());
  return write_word(at, row.is_counted ? ",1\n" : ",0\n");
}

}  // namespace

InvocationsCsv::InvocationsCsv(const std::string& path)
    : file_(path, "--invocations",
            "n,tenant,function,arrival_s,dispatch_s,start_s,end_s,answer_s,attempts,start,outcome,reason,"
            "instance,vm,host,charged_s,counted\n"),
      thread_([this] { work(); }) {
  filling_.rows.reserve(kRowsOfBatch);
}

InvocationsCsv::~InvocationsCsv() {
  end_thread();
}

void InvocationsCsv::write(const InvocationRow& row, const FunctionTable& functions) {
  for (; functions_ <= row.function.index(); ++functions_) {
    const FunctionSpec& spec = functions[FunctionId{functions_}];
    filling_.names.push_back(',' + csv_field(functions.tenant_name(spec.tenant)) + ',' +
                             csv_field(spec.name) + ',');
  }
  filling_.rows.push_back(row);
  if (filling_.rows.size() == kRowsOfBatch) {
    hand_over();
  }
}

void InvocationsCsv::commit() {
  hand_over();
  end_thread();
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  file_.commit();
}

void InvocationsCsv::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting || failure_; });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  waiting_.push_back(std::exchange(filling_, {}));
  lock.unlock();
  changed_.notify_all();
  filling_.rows.reserve(kRowsOfBatch);
}

void InvocationsCsv::end_thread() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
}

void InvocationsCsv::work() {
  std::vector<Batch> batches;
  while (true) {
    batches.clear();
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !waiting_.empty() || is_over_; });
      if (waiting_.empty()) {
        return;
      }
      batches.swap(waiting_);
    }
    changed_.notify_all();
    try {
      for (const Batch& batch : batches) {
        write_batch(batch);
      }
    } catch (...) {  // the reader has gone; a full disk is handled by RowFile
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      waiting_.clear();
      changed_.notify_all();
      return;
    }
  }
}

void InvocationsCsv::write_batch(const Batch& batch) {
  names_.insert(names_.end(), batch.names.begin(), batch.names.end());
  text_.clear();
  for (const InvocationRow& row : batch.rows) {
    const std::string& names = names_[row.function.index()];
    const std::size_t begin = text_.size();
    text_.resize(begin + names.size() + kLongestNumber + kLongestRow);
    char* const first = text_.data() + begin;
    char* at = write_word(write_number(first, row.n), names);
    at = write_columns(at, row);
    text_.resize(begin + static_cast<std::size_t>(at - first));
  }
  file_.write(text_);
}

}  // namespace curtain::tools
