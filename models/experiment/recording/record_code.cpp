#include "models/experiment/recording/record_code.hpp"

#include <fmt/format.h>

#include <limits>

#include "models/metrics/observer.hpp"
#include "sim/check.hpp"

namespace curtain {
namespace {

constexpr unsigned kStartedNext = 10;
/// The maximum number of rows. No run has that many functions or instances at the same time, so a larger
/// number is an error in the bytes.
constexpr std::uint32_t kMostRows = 1u << 24;

void append_whole(std::string& bytes, std::uint64_t value) {
  while (value >= 0x80) {
    bytes += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  bytes += static_cast<char>(value);
}

/// Appends `value` minus `base`, both of which must be below 2^63.
void append_difference(std::string& bytes, std::uint64_t value, std::uint64_t base) {
  const auto difference = static_cast<std::int64_t>(value - base);
  append_whole(bytes,
               (static_cast<std::uint64_t>(difference) << 1) ^ static_cast<std::uint64_t>(difference >> 63));
}

std::uint64_t keep_code(const Record& record) {
  return record.keep ? *record.keep + 1 : 0;
}

}  // namespace

RecordContext::Function& RecordContext::function(std::uint32_t number) {
  if (number >= functions_.size()) {
    functions_.resize(std::size_t{number} + 1);
  }
  return functions_[number];
}

std::uint32_t& RecordContext::function_of(std::uint32_t instance) {
  if (instance >= of_instance_.size()) {
    of_instance_.resize(std::size_t{instance} + 1);
  }
  return of_instance_[instance];
}

void RecordWriter::begin(RecordKind kind, unsigned flags, std::uint64_t at, std::string& bytes) {
  SIM_CHECK(at >= at_);
  bytes += static_cast<char>(static_cast<unsigned>(kind) * 8 + flags);
  append_whole(bytes, at - at_);
  at_ = at;
}

void RecordWriter::write(const Record& record, std::string& bytes) {
  const auto start = [&](unsigned flags) { begin(record.kind, flags, record.at, bytes); };
  const auto append_n = [&] { append_difference(bytes, record.n, function(record.function).next_n); };
  switch (record.kind) {
    case RecordKind::vm_opened:
      start(0);
      append_whole(bytes, record.vm);
      append_whole(bytes, record.host);
      append_difference(bytes, record.number, next_vm_);
      append_difference(bytes, record.capacity, capacity_);
      next_vm_ = record.number + 1;
      capacity_ = record.capacity;
      break;
    case RecordKind::vm_released:
    case RecordKind::vm_crashed:
      start(0);
      append_whole(bytes, record.vm);
      break;
    case RecordKind::created:
      write_created(record, bytes);
      break;
    case RecordKind::ready:
    case RecordKind::draining:
      start(0);
      append_whole(bytes, record.instance);
      break;
    case RecordKind::idle:
      write_idle(record, nullptr, bytes);
      break;
    case RecordKind::reclaimed:
      start(static_cast<unsigned>(record.reason));
      append_whole(bytes, record.instance);
      break;
    case RecordKind::started:
      write_started(record, bytes);
      break;
    case RecordKind::ended:
      start((record.place > 0 ? 1u : 0u) | (record.charged ? 2u : 0u));
      append_whole(bytes, record.instance);
      if (record.place > 0) {
        append_whole(bytes, record.place);
      }
      if (record.charged) {
        append_whole(bytes, *record.charged);
      }
      break;
    case RecordKind::waiting:
    case RecordKind::left:
      start(0);
      append_whole(bytes, record.function);
      append_n();
      if (record.kind == RecordKind::waiting) {
        function(record.function).next_n = record.n + 1;
      }
      break;
    case RecordKind::lost:
      start((record.was_waiting ? 1u : 0u) | (record.comes_again ? 2u : 0u) | (record.had_left ? 4u : 0u));
      append_whole(bytes, record.function);
      append_n();
      append_whole(bytes,
                   static_cast<std::uint64_t>(record.outcome) * 16 + static_cast<std::uint64_t>(record.why));
      break;
    case RecordKind::host_down:
    case RecordKind::host_up:
      start(0);
      append_whole(bytes, record.host);
      break;
  }
}

void RecordWriter::write_created(const Record& record, std::string& bytes) {
  begin(record.kind, record.has_calls ? 0 : 1, record.at, bytes);
  append_whole(bytes, record.instance);
  append_whole(bytes, record.vm);
  append_whole(bytes, record.function);
  Function& known = function(record.function);
  append_difference(bytes, record.memory, known.memory);
  append_difference(bytes, record.serial, known.next_serial);
  append_whole(bytes, record.starting);
  append_whole(bytes, record.init);
  known.memory = record.memory;
  known.next_serial = record.serial + 1;
  function_of(record.instance) = record.function;
}

void RecordWriter::write_started(const Record& record, std::string& bytes) {
  Function& known = function(record.function);
  SIM_CHECK(function_of(record.instance) == record.function);
  const bool is_next = record.n == known.next_n;
  const unsigned flags = record.start | (record.was_waiting ? 4u : 0u);
  begin(is_next ? static_cast<RecordKind>(kStartedNext) : record.kind, flags, record.at, bytes);
  append_whole(bytes, record.instance);
  if (!is_next) {
    append_difference(bytes, record.n, known.next_n);
  }
  known.next_n = record.n + 1;
}

void RecordWriter::write_ended_idle(const Record& ended, const Record& idle, std::string& bytes) {
  SIM_CHECK(ended.instance == idle.instance && ended.at == idle.at && ended.place == 0);
  write_idle(idle, &ended, bytes);
}

void RecordWriter::write_idle(const Record& idle, const Record* ended, std::string& bytes) {
  Function& known = function(function_of(idle.instance));
  const bool is_known = keep_code(idle) == known.keep;
  const bool has_charge = ended != nullptr && ended->charged;
  begin(idle.kind, (is_known ? 1u : 0u) | (ended != nullptr ? 2u : 0u) | (has_charge ? 4u : 0u), idle.at,
        bytes);
  append_whole(bytes, idle.instance);
  if (!is_known) {
    append_whole(bytes, keep_code(idle));
    known.keep = keep_code(idle);
  }
  if (has_charge) {
    append_whole(bytes, *ended->charged);
  }
}

void RecordReader::refuse() const {
  throw RecordingError(fmt::format("byte {} is not a valid byte of a recording", place_));
}

std::uint64_t RecordReader::whole() {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (place_ >= bytes_.size() || shift > 63) {
      refuse();
    }
    const auto byte = static_cast<unsigned char>(bytes_[place_++]);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      return value;
    }
  }
}

std::uint32_t RecordReader::row() {
  const std::uint64_t value = whole();
  if (value >= kMostRows) {
    refuse();
  }
  return static_cast<std::uint32_t>(value);
}

std::uint64_t RecordReader::near(std::uint64_t base) {
  const std::uint64_t code = whole();
  return base + ((code >> 1) ^ (0 - (code & 1)));
}

std::optional<Record> RecordReader::next() {
  if (later_) {
    const Record second = *later_;
    later_.reset();
    return second;
  }
  if (place_ == bytes_.size()) {
    return std::nullopt;
  }
  const auto tag = static_cast<unsigned char>(bytes_[place_++]);
  const unsigned code = tag / 8;
  Record record;
  record.kind = static_cast<RecordKind>(code == kStartedNext ? 9 : code);
  at_ += whole();
  record.at = at_;
  read_fields(code, tag % 8, record);
  return record;
}

void RecordReader::read_fields(unsigned code, unsigned flags, Record& record) {
  switch (code) {
    case 0:
      record.vm = row();
      record.host = row();
      record.number = near(next_vm_);
      record.capacity = near(capacity_);
      next_vm_ = record.number + 1;
      capacity_ = record.capacity;
      break;
    case 1:
    case 2:
      record.vm = row();
      break;
    case 3:
      read_created(flags, record);
      break;
    case 4:
    case 6:
      record.instance = row();
      break;
    case 5:
      read_idle(flags, record);
      break;
    case 7:
      record.instance = row();
      record.reason = static_cast<Reclaimed>(flags);
      if (record.reason > Reclaimed::unneeded) {
        refuse();
      }
      break;
    case 8:
    case 13:
      record.function = row();
      record.n = near(function(record.function).next_n);
      if (record.kind == RecordKind::waiting) {
        function(record.function).next_n = record.n + 1;
      }
      break;
    case 9:
    case kStartedNext:
      read_started(code, flags, record);
      break;
    case 11:
      record.instance = row();
      record.place = (flags & 1) != 0 ? row() : 0;
      record.charged = (flags & 2) != 0 ? std::optional(whole()) : std::nullopt;
      break;
    case 12: {
      record.function = row();
      record.n = near(function(record.function).next_n);
      const std::uint64_t end = whole();
      if (end / 16 >= kOutcomes || end % 16 >= kRejections) {
        refuse();
      }
      record.outcome = static_cast<Outcome>(end / 16);
      record.why = static_cast<Rejection>(end % 16);
      record.was_waiting = (flags & 1) != 0;
      record.comes_again = (flags & 2) != 0;
      record.had_left = (flags & 4) != 0;
      break;
    }
    case 14:
    case 15:
      record.host = row();
      break;
    default:
      refuse();
  }
}

void RecordReader::read_created(unsigned flags, Record& record) {
  record.instance = row();
  record.vm = row();
  record.function = row();
  Function& known = function(record.function);
  record.memory = near(known.memory);
  record.serial = near(known.next_serial);
  record.starting = whole();
  record.init = whole();
  record.has_calls = (flags & 1) == 0;
  known.memory = record.memory;
  known.next_serial = record.serial + 1;
  function_of(record.instance) = record.function;
}

void RecordReader::read_started(unsigned code, unsigned flags, Record& record) {
  record.instance = row();
  record.function = function_of(record.instance);
  Function& known = function(record.function);
  record.n = code == kStartedNext ? known.next_n : near(known.next_n);
  record.start = static_cast<std::uint8_t>(flags & 3);
  record.was_waiting = (flags & 4) != 0;
  if (record.start > static_cast<std::uint8_t>(StartKind::waited)) {
    refuse();
  }
  known.next_n = record.n + 1;
}

void RecordReader::read_idle(unsigned flags, Record& record) {
  record.instance = row();
  Function& known = function(function_of(record.instance));
  known.keep = (flags & 1) != 0 ? known.keep : whole();
  record.keep = known.keep == 0 ? std::nullopt : std::optional(known.keep - 1);
  if ((flags & 2) != 0) {
    later_ = record;
    record = {};
    record.kind = RecordKind::ended;
    record.at = at_;
    record.instance = later_->instance;
    record.charged = (flags & 4) != 0 ? std::optional(whole()) : std::nullopt;
  }
}

}  // namespace curtain
