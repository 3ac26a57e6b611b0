#include "models/experiment/recording/recorder.hpp"

#include <algorithm>

#include "models/experiment/recording/recorded.hpp"
#include "models/experiment/recording/thinning.hpp"
#include "sim/check.hpp"
#include "sim/json_writer.hpp"
#include "sim/mutant.hpp"

namespace curtain {

using namespace recorded;

namespace {

constexpr std::uint32_t kUnnumbered = 0xFFFFFFFF;
/// The size of a function in the list of names, without its name.
constexpr std::uint64_t kBytesOfFunction = 64;

}  // namespace

RunRecorder::RunRecorder(const RecordingSettings& settings, const PlatformParameters& parameters,
                         const FunctionTable& functions)
    : parameters_(parameters), table_(functions) {
  recording_.settings = settings;
  const Duration granularity = parameters.billing.granularity;
  const Duration minimum = parameters.billing.minimum;
  if (granularity.ns() % kRecordTick.ns() == 0 && minimum.ns() % kRecordTick.ns() == 0) {
    round_to_ = ticks(granularity);
    least_charge_ = ticks(minimum);
  }
  const std::uint32_t hosts = parameters.cluster.hosts.count;
  hosts_ = hosts == kUnlimited ? 0 : hosts;
}

void RunRecorder::observe(const Observation& seen) {
  if (is_over_ || recording_.is_full) {
    const bool is_late = seen.now >= recording_.settings.to;
    recording_.after_full += recording_.is_full && !is_late && seen.change == Change::arrived ? 1 : 0;
    return;
  }
  if (seen.now > now_) {
    end_instant();
    now_ = std::min(seen.now, recording_.settings.to);
  }
  if (!has_begun_ && seen.now >= recording_.settings.from) {
    begin();
  }
  if (seen.now >= recording_.settings.to) {
    is_over_ = true;
    return;
  }
  switch (seen.change) {
    case Change::arrived:
    case Change::admitted:
    case Change::queued:
    case Change::started:
    case Change::ended:
    case Change::retried:
    case Change::finished:
    case Change::left:
      observe_call(seen);
      break;
    case Change::instance_created:
      observe_created(seen);
      break;
    case Change::instance_ready:
    case Change::instance_idle:
    case Change::instance_draining:
    case Change::instance_reclaimed:
      observe_instance(seen);
      break;
    case Change::vm_created:
    case Change::vm_released:
    case Change::vm_crashed:
      observe_vm(seen);
      break;
    case Change::outage_began:
    case Change::outage_ended:
      observe_outage(seen);
      break;
    case Change::floor_changed:
      break;
  }
}

bool RunRecorder::has_calls(FunctionId function) const {
  const bool is_dropped = function.index() < is_dropped_.size() && is_dropped_[function.index()] != 0;
  return !is_dropped && is_in_share(function);
}

bool RunRecorder::is_in_share(FunctionId function) const {
  // The upper bits of a multiplicative hash (Knuth, volume 3, 6.4) distribute consecutive numbers evenly.
  const std::uint64_t hash = (std::uint64_t{function.value()} + 1) * 0x9E3779B97F4A7C15;
  return recording_.settings.share >= 1 ||
         static_cast<double>(hash >> 32) < recording_.settings.share * 4294967296.0;
}

std::uint32_t RunRecorder::number_of(FunctionId function) {
  if (!has_begun_ || recording_.is_full) {
    return 0;  // the record is not written
  }
  while (numbers_.size() <= function.index()) {
    numbers_.push_back(kUnnumbered);
  }
  std::uint32_t& number = numbers_[function.index()];
  if (number == kUnnumbered) {
    number = static_cast<std::uint32_t>(recording_.functions.size());
    recording_.functions.push_back(function);
    recording_.has_calls.push_back(has_calls(function) ? 1 : 0);
    const FunctionSpec& spec = table_[function];
    name_bytes_ += kBytesOfFunction + sim::json_string(spec.name).size();
    if (std::uint8_t& is_named = row_at(is_named_, spec.tenant.index()); is_named == 0) {
      is_named = 1;
      name_bytes_ += sim::json_string(table_.tenant_name(spec.tenant)).size() + 8;
    }
  }
  return number;
}

bool RunRecorder::is_left_out(const Record& record) const {
  const bool is_life = record.kind <= RecordKind::ready || record.kind == RecordKind::draining ||
                       record.kind == RecordKind::reclaimed || record.kind >= RecordKind::host_down;
  if (is_life) {
    return false;
  }
  const bool is_of_instance = record.kind == RecordKind::idle || record.kind == RecordKind::ended;
  const FunctionId function =
      is_of_instance ? instances_[record.instance].function : recording_.functions[record.function];
  return !has_calls(function);
}

bool RunRecorder::thin() {
  const std::size_t enough = recording_.bytes.size() / 4 * 3;
  while (recording_.bytes.size() > enough) {
    std::vector<std::uint64_t> calls(recording_.functions.size());
    for (std::size_t number = 0; number < calls.size() && number < arrived_.size(); ++number) {
      calls[number] = recording_.has_calls[number] != 0 ? arrived_[number] : 0;
    }
    const std::vector<std::uint32_t> busiest = busiest_half(calls);
    if (busiest.empty() || (recording_.busiest + busiest.size()) * 2 > calls.size()) {
      return false;
    }
    for (const std::uint32_t number : busiest) {
      recording_.has_calls[number] = 0;
      row_at(is_dropped_, recording_.functions[number].index()) = 1;
      recording_.arrived -= arrived_[number];
      recording_.of_busiest += arrived_[number];
      ++recording_.busiest;
    }
    Thinned thinned = without_calls(recording_.bytes, recording_.has_calls);
    recording_.bytes = std::move(thinned.bytes);
    recording_.records = thinned.records;
    writer_ = std::move(thinned.writer);
    ++thinned_;
  }
  return true;
}

void RunRecorder::append(const Record& record, const Record* ended) {
  if (recording_.is_full) {
    return;
  }
  const auto is_too_long = [this] {
    const std::uint64_t as_text = recording_.bytes.size() + recording_.bytes.size() / 6;
    return as_text + name_bytes_ + RecordWriter::kLongest > recording_.settings.most_bytes;
  };
  if (is_too_long() && (!thin() || is_too_long())) {
    recording_.is_full = true;
    recording_.until = now_;
    recording_.functions.resize(named_);  // the last function may have been added for this record
    recording_.has_calls.resize(named_);
    return;
  }
  Record written = record;
  if (thinned_ > 0) {
    if (is_left_out(record)) {
      return;
    }
    written.has_calls = written.has_calls && recording_.has_calls[written.function] != 0;
  }
  named_ = recording_.functions.size();
  if (ended != nullptr) {
    writer_.write_ended_idle(*ended, written, recording_.bytes);
    ++recording_.records;
  } else {
    writer_.write(written, recording_.bytes);
  }
  ++recording_.records;
}

void RunRecorder::write_ended() {
  if (ended_) {
    append(*ended_, nullptr);
    ended_.reset();
  }
}

void RunRecorder::put(const Record& record) {
  if (!has_begun_) {
    return;
  }
  if (ended_ && record.kind == RecordKind::idle && record.instance == ended_->instance &&
      ended_->place == 0) {
    const Record ended = *ended_;
    ended_.reset();
    append(record, &ended);
    return;
  }
  write_ended();
  if (record.kind == RecordKind::ended) {
    ended_ = record;
    return;
  }
  append(record, nullptr);
}

/// Called at the end of an instant. Invocations that arrived at this instant and have neither started nor
/// ended wait from now on.
void RunRecorder::end_instant() {
  for (const std::uint32_t request : fresh_) {
    Call& call = calls_[request];
    if (call.stage == Stage::fresh && has_calls(call.function)) {
      call.stage = CURTAIN_MUTANT(recorded_call_waits_on, Stage::waiting, Stage::fresh);
      Record record = record_of(RecordKind::waiting, ticks(now_));
      record.function = number_of(call.function);
      record.n = call.n;
      put(record);
    }
  }
  fresh_.clear();
  write_ended();
}

/// Writes the state at the beginning, as the shortest history that leads to it.
void RunRecorder::begin() {
  has_begun_ = true;
  std::vector<Record> history;
  for (const LiveVm& vm : vms_) {
    if (vm.is_open) {
      history.push_back(vm.opened);
    }
  }
  for (LiveInstance& each : instances_) {
    if (each.state != State::none) {
      each.created.function = number_of(each.function);
      history.push_back(each.created);
    }
  }
  for (std::uint32_t id = 0; id < instances_.size(); ++id) {
    const LiveInstance& each = instances_[id];
    if (each.state == State::none || each.state == State::starting) {
      continue;
    }
    history.push_back(of_instance(RecordKind::ready, each.created.at + each.created.starting, id));
    for (const Execution& execution : each.running) {
      if (has_calls(each.function)) {
        Record record = of_instance(RecordKind::started, execution.started, id);
        record.function = each.created.function;
        record.n = execution.n;
        record.start = execution.start;
        history.push_back(record);
      }
    }
    if (CURTAIN_MUTANT(recording_begins_without_keep_alive, each.state == State::idle, false) &&
        has_calls(each.function)) {
      Record record = of_instance(RecordKind::idle, each.since, id);
      record.keep = each.keep;
      history.push_back(record);
    } else if (each.state == State::draining) {
      history.push_back(of_instance(RecordKind::draining, each.since, id));
    }
  }
  for (const Call& call : calls_) {
    if (call.stage == Stage::waiting) {
      Record record = record_of(RecordKind::waiting, call.since);
      record.function = number_of(call.function);
      record.n = call.n;
      history.push_back(record);
    }
  }
  std::stable_sort(history.begin(), history.end(),
                   [](const Record& a, const Record& b) { return a.at < b.at; });
  for (const Record& record : history) {
    append(record, nullptr);
  }
  for (std::uint32_t host = 0; host < hosts_; ++host) {
    if (row_at(is_down_, host) != 0) {
      Record record = record_of(RecordKind::host_down, ticks(now_));
      record.host = host;
      append(record, nullptr);
    }
  }
  if (recording_.is_full) {  // the state at the beginning is incomplete
    recording_.bytes.clear();
    recording_.records = 0;
    recording_.functions.clear();
    recording_.has_calls.clear();
  }
}

RunRecorder::Call& RunRecorder::call_of(const Observation& seen) {
  return row_at(calls_, seen.request);
}

void RunRecorder::observe_call(const Observation& seen) {
  if (!has_calls(seen.function)) {
    if (seen.change == Change::arrived && has_begun_) {
      ++(is_in_share(seen.function) ? recording_.of_busiest : recording_.outside_share);
    }
    if (seen.change == Change::started) {
      LiveInstance& instance = instances_[seen.instance.index()];
      instance.state = instance.state == State::idle ? State::busy : instance.state;
    }
    return;
  }
  Call& call = call_of(seen);
  switch (seen.change) {
    case Change::arrived:
      call = Call{seen.function, seen.ordinal + 1, ticks(seen.now), Stage::fresh, false};
      fresh_.push_back(seen.request);
      if (has_begun_) {
        ++recording_.arrived;
        ++row_at(arrived_, number_of(seen.function));
      }
      break;
    case Change::started:
      observe_start(seen, call);
      break;
    case Change::ended:
      observe_end(seen, call);
      break;
    case Change::left: {
      call.has_left = true;
      Record record = record_of(RecordKind::left, ticks(seen.now));
      record.function = number_of(seen.function);
      record.n = call.n;
      put(record);
      break;
    }
    case Change::retried:
      observe_loss(seen, call);
      call.stage = Stage::waiting;
      call.since = ticks(seen.now);
      break;
    case Change::finished:
      if (seen.outcome != Outcome::completed) {
        observe_loss(seen, call);
      }
      call.stage = Stage::none;
      break;
    default:
      break;
  }
}

void RunRecorder::observe_start(const Observation& seen, Call& call) {
  LiveInstance& instance = instances_[seen.instance.index()];
  instance.state = instance.state == State::draining ? State::draining : State::busy;
  const auto start = static_cast<std::uint8_t>(seen.start);
  instance.running.push_back({call.n, ticks(seen.now), start});
  Record record = of_instance(RecordKind::started, ticks(seen.now), seen.instance.value());
  record.function = number_of(seen.function);
  record.n = call.n;
  record.start = start;
  record.was_waiting = call.stage == Stage::waiting;
  call.stage = Stage::running;
  put(record);
}

/// Returns the charged time, or an empty value if it equals the rounded execution time.
std::optional<std::uint64_t> RunRecorder::charge(const Observation& seen, std::uint64_t executed) const {
  const std::uint64_t charged = seen.amount / static_cast<std::uint64_t>(kRecordTick.ns());
  if (round_to_ == 0) {
    return charged;
  }
  const std::uint64_t steps = std::max((executed + round_to_ - 1) / round_to_, std::uint64_t{1});
  return charged == std::max(steps * round_to_, least_charge_) ? std::nullopt : std::optional(charged);
}

void RunRecorder::observe_end(const Observation& seen, Call& call) {
  std::vector<Execution>& running = instances_[seen.instance.index()].running;
  const auto found = std::find_if(running.begin(), running.end(),
                                  [&](const Execution& execution) { return execution.n == call.n; });
  SIM_CHECK(found != running.end());
  Record record = of_instance(RecordKind::ended, ticks(seen.now), seen.instance.value());
  record.place = static_cast<std::uint32_t>(found - running.begin());
  record.charged = charge(seen, record.at - found->started);
  running.erase(found);
  call.stage = Stage::none;
  put(record);
}

void RunRecorder::observe_loss(const Observation& seen, Call& call) {
  const bool is_waiting = call.stage == Stage::waiting;
  Record record = record_of(RecordKind::lost, ticks(seen.now));
  record.function = number_of(seen.function);
  record.n = call.n;
  record.outcome = seen.outcome;
  record.why = seen.why;
  record.was_waiting = is_waiting;
  record.comes_again = seen.change == Change::retried;
  record.had_left = call.has_left;
  put(record);
}

RunRecording RunRecorder::finish(Time end) {
  if (!has_begun_ && !recording_.is_full && end >= recording_.settings.from) {
    now_ = recording_.settings.from;
    begin();
  }
  if (!is_over_ && !recording_.is_full) {
    end_instant();
  }
  if (!recording_.is_full) {
    recording_.until = std::min(recording_.settings.to, std::max(end, now_));
  }
  return std::move(recording_);
}

}  // namespace curtain
