#pragma once
// Sorts rows by time externally. Parts are sorted in memory, written to scratch files and merged.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

/// The value for a row whose log does not state whether it was cold.
inline constexpr std::uint32_t kColdUnknown = 2;
/// The value for an invocation on an instance that was initialised before it was needed, which is not cold.
inline constexpr std::uint32_t kStartedAhead = 3;

/// One invocation to be written to a trace. Times are in nanoseconds, and -1 means that the log does not
/// contain the time.
struct ImportRow {
  std::int64_t arrival = 0;
  std::int64_t duration = -1;
  std::int64_t init = -1;
  std::int64_t billed = -1;
  std::uint64_t request = 0;  ///< hash of the request, or 0 if there is none
  std::uint64_t content = 0;  ///< hash of the contents
  std::uint32_t function = 0;
  std::uint32_t status = 0;
  std::uint32_t memory = 0;      ///< in MiB; 0 if the log does not contain it
  std::uint32_t max_memory = 0;  ///< in MiB; 0 if the log does not contain it
  std::uint32_t text_size = 0;   ///< length of the text of the row
  std::uint32_t is_cold = 0;     ///< 1 or 0, kColdUnknown or kStartedAhead
};

/// Storage for bytes that are not in memory, such as a temporary file. The bytes are deleted with this
/// object. A model writes no files, so the caller passes a factory. Each function throws std::runtime_error
/// if the storage fails.
class ScratchFile {
 public:
  ScratchFile() = default;
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  virtual ~ScratchFile() = default;

  /// Appends bytes.
  virtual void write(std::string_view bytes) = 0;
  /// Ends writing. Reading begins at the first byte.
  virtual void rewind() = 0;
  /// Reads the next `size` bytes. Returns false at the end.
  virtual bool read(char* to, std::size_t size) = 0;
};
using MakeScratchFile = std::function<std::unique_ptr<ScratchFile>()>;

/// Takes rows in any order and returns them sorted by arrival. Rows with the same arrival are returned in the
/// order in which they were added. The memory does not grow with the number of rows.
class SortedRows {
 public:
  static constexpr std::size_t kInMemory = std::size_t{1} << 19;
  static constexpr std::size_t kMostRuns = 64;

  /// Keeps at most `in_memory` rows in memory, with texts of 64 bytes on average. Further rows are written to
  /// scratch files.
  explicit SortedRows(MakeScratchFile make_file, std::size_t in_memory = kInMemory);
  SortedRows(const SortedRows&) = delete;
  SortedRows& operator=(const SortedRows&) = delete;
  ~SortedRows();

  /// Adds a row. Like sort() and next(), throws the exceptions of scratch files.
  void add(ImportRow row, std::string_view text);
  /// Ends the input. It must be called before next().
  void sort();
  /// Returns the next row and its text. Returns false at the end.
  bool next(ImportRow& row, std::string& text);

 private:
  struct Run;

  void order();
  void write_run();
  void merge_runs();
  /// Puts the first row of each run into `ready_`.
  void begin_merge();
  bool next_merged(ImportRow& row, std::string& text);

  MakeScratchFile make_file_;
  std::size_t in_memory_;
  std::vector<ImportRow> rows_;
  std::vector<std::uint64_t> texts_at_;
  std::string texts_;
  std::vector<std::uint32_t> order_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<Run>> runs_;
  std::vector<Run*> ready_;  // a heap with the earliest row on top
};

}  // namespace curtain
