#include "models/import/held_back.hpp"

#include <algorithm>
#include <utility>

#include "models/import/init_records.hpp"
#include "sim/mutant.hpp"

namespace curtain {

HeldInvocation::HeldInvocation(const LoggedInvocation& told, std::string_view its_stream, bool has_name,
                               std::optional<std::int64_t> its_start)
    : invocation(told),
      stream(its_stream),
      is_named(has_name),
      start(its_start),
      function_(told.function),
      tenant_(told.tenant),
      request_(told.request),
      status_(told.status) {}

LoggedInvocation HeldInvocation::view() const {
  LoggedInvocation told = invocation;
  told.function = function_;
  told.tenant = tenant_;
  told.request = request_;
  told.status = status_;
  told.instance = is_named ? std::string_view(stream) : std::string_view();
  return told;
}

std::int64_t HeldInvocation::executed_from() const {
  return start.value_or(invocation.told - invocation.duration.value_or(0));
}

bool HeldBack::goes_down(std::string_view stream, bool is_named, std::int64_t told) const {
  if (!is_named) {
    return file_ == stream && last_told_ && told < *last_told_;
  }
  const auto found = of_streams_.find(stream);
  return found != of_streams_.end() && told < found->second.last_told;
}

void HeldBack::take(HeldInvocation invocation) {
  if (invocation.is_named) {
    take_of_stream(std::move(invocation));
  } else {
    take_of_file(std::move(invocation));
  }
}

void HeldBack::take_of_stream(HeldInvocation&& invocation) {
  const std::int64_t told = invocation.invocation.told;
  auto found = of_streams_.find(invocation.stream);
  const bool is_new = found == of_streams_.end();
  if (is_new && of_streams_.size() == kMostStreams) {
    release_(invocation);
    return;
  }
  if (is_new) {
    found = of_streams_.emplace(invocation.stream, Stream{}).first;
  }
  Stream& stream = found->second;
  if (stream.held) {
    release_(*stream.held);
    stream.held.reset();
  }
  if (CURTAIN_MUTANT(import_waits_for_nothing, is_new || told < stream.last_told, false)) {
    stream.number = count_++;
    stream.held = std::move(invocation);
  } else {
    release_(invocation);
  }
  stream.last_told = told;
}

void HeldBack::take_of_file(HeldInvocation&& invocation) {
  const std::int64_t told = invocation.invocation.told;
  if (invocation.stream != file_) {
    release_of_file(0);
    file_ = invocation.stream;
    last_told_.reset();
  }
  const bool goes_up = last_told_ && told >= *last_told_;
  last_told_ = told;
  if (goes_up) {
    release_of_file(0);
    release_(invocation);
    return;
  }
  if (!of_file_.empty() && told < earliest_ - kLongestInit - kLongestWait) {
    release_of_file(0);
  } else if (of_file_.size() == kMostOfFile) {
    release_of_file(kMostOfFile / 2);
  }
  const std::int64_t from = invocation.executed_from();
  earliest_ = of_file_.empty() ? from : std::min(earliest_, from);
  of_file_.push_back(std::move(invocation));
}

/// Releases all invocations except the `kept` earliest ones, in order of their executions.
void HeldBack::release_of_file(std::size_t kept) {
  std::stable_sort(of_file_.begin(), of_file_.end(), [](const HeldInvocation& a, const HeldInvocation& b) {
    return a.executed_from() < b.executed_from();
  });
  for (std::size_t i = kept; i < of_file_.size(); ++i) {
    release_(of_file_[i]);
  }
  of_file_.erase(of_file_.begin() + static_cast<std::ptrdiff_t>(std::min(kept, of_file_.size())),
                 of_file_.end());
}

void HeldBack::finish() {
  release_of_file(0);
  std::vector<const Stream*> left;
  for (const auto& [name, stream] : of_streams_) {
    if (stream.held) {
      left.push_back(&stream);
    }
  }
  std::sort(left.begin(), left.end(), [](const Stream* a, const Stream* b) { return a->number < b->number; });
  for (const Stream* const stream : left) {
    release_(*stream->held);
  }
  of_streams_.clear();
}

}  // namespace curtain
