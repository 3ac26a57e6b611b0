#pragma once
// The bytes of a recording.
//
// Each record consists of a byte `kind * 8 + flags`, the ticks since the previous record, and the fields
// below. A whole number is a varint, with seven bits per byte, the lowest first, and the high bit set in all
// bytes except the last. A difference is a varint in zigzag code: 0, -1, 1, -2, .. are coded as 0, 1, 2, 3,
// ..
//
//   vm_opened   vm, host, difference number - expected number, difference capacity - previous VM's capacity
//   vm_released, vm_crashed  vm
//   created     instance, vm, function, difference memory - memory of the function's previous instance,
//               difference serial - expected serial, starting, init. Flag 1: without calls
//   ready, draining  instance
//   idle        instance, keep + 1 (0 without limit). Flag 1: the field `keep` is omitted, because it equals
//               that of the function's previous `idle`. Flag 2: the execution ended at this instant. Flag 4,
//               with flag 2: `charged` is the last field
//   reclaimed   instance. Flags: the reason
//   waiting     function, difference n - expected n
//   started     instance, difference n - expected n. Flags 0 to 2: StartKind; flag 4: was waiting
//   10          `started` without the difference, for an n that is the expected n
//   ended       instance. Flag 1: place; flag 2: charged
//   lost        function, difference n - expected n, outcome * 16 + why. Flag 1: was waiting; 2: comes
//               again; 4: had left
//   left        function, difference n - expected n
//   host_down, host_up  host
//
// The expected number of a VM, serial of an instance, and n of an invocation is the last value plus one, and
// at first 0, 0 and 1. The last value of n is that of the same function in a `waiting` or `started`.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/recording/record.hpp"

namespace curtain {

/// The values that a reader derives from earlier records, and that a writer therefore omits.
class RecordContext {
 protected:
  struct Function {
    std::uint64_t memory = 0;
    std::uint64_t next_serial = 0;
    std::uint64_t next_n = 1;
    std::uint64_t keep = 0;  ///< the keep-alive plus one; 0 without a limit
  };

  Function& function(std::uint32_t number);
  /// The function of a live instance.
  std::uint32_t& function_of(std::uint32_t instance);

  std::uint64_t at_ = 0;
  std::uint64_t next_vm_ = 0;
  std::uint64_t capacity_ = 0;

 private:
  std::vector<Function> functions_;
  std::vector<std::uint32_t> of_instance_;
};

/// Appends records to a string of bytes.
class RecordWriter : private RecordContext {
 public:
  /// The maximum length of a record in bytes.
  static constexpr std::size_t kLongest = 80;

  /// Writes a record, which must not be earlier than the previous record. An instance that the record names
  /// must have been created.
  void write(const Record& record, std::string& bytes);
  /// Writes an `ended` of the only execution on the instance, together with the `idle` that follows at the
  /// same instant.
  void write_ended_idle(const Record& ended, const Record& idle, std::string& bytes);

 private:
  void begin(RecordKind kind, unsigned flags, std::uint64_t at, std::string& bytes);
  void write_idle(const Record& idle, const Record* ended, std::string& bytes);
  void write_created(const Record& record, std::string& bytes);
  void write_started(const Record& record, std::string& bytes);
};

/// The bytes are not a valid recording; what() names the position.
class RecordingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads records from bytes, which must outlive the reader.
class RecordReader : private RecordContext {
 public:
  explicit RecordReader(std::string_view bytes) : bytes_(bytes) {}

  /// Returns the next record, or nothing at the end. An `idle` that includes the end of an execution gives
  /// two records. Throws RecordingError.
  std::optional<Record> next();

 private:
  std::uint64_t whole();
  std::uint32_t row();
  /// Returns `base` plus the next difference.
  std::uint64_t near(std::uint64_t base);
  [[noreturn]] void refuse() const;
  void read_fields(unsigned code, unsigned flags, Record& record);
  void read_created(unsigned flags, Record& record);
  void read_started(unsigned code, unsigned flags, Record& record);
  void read_idle(unsigned flags, Record& record);

  std::string_view bytes_;
  std::size_t place_ = 0;
  std::optional<Record> later_;  ///< the second record from the same bytes
};

}  // namespace curtain
