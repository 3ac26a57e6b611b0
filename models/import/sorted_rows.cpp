#include "models/import/sorted_rows.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>

#include "sim/check.hpp"

namespace curtain {
namespace {

constexpr std::size_t kTextOfRow = 64;  // assumed average length of the text of a row
static_assert(std::is_trivially_copyable_v<ImportRow>);

void put(ScratchFile& file, const ImportRow& row, std::string_view text) {
  file.write({reinterpret_cast<const char*>(&row), sizeof row});
  file.write(text);
}

}  // namespace

/// A file of sorted rows, with its next row.
struct SortedRows::Run {
  std::unique_ptr<ScratchFile> file;
  std::size_t number = 0;
  ImportRow row;
  std::string text;

  bool advance() {
    if (!file->read(reinterpret_cast<char*>(&row), sizeof row)) {
      return false;
    }
    text.resize(row.text_size);
    SIM_CHECK(text.empty() || file->read(text.data(), text.size()));
    return true;
  }
  static bool is_later(const Run* a, const Run* b) {
    return a->row.arrival != b->row.arrival ? a->row.arrival > b->row.arrival : a->number > b->number;
  }
};

SortedRows::SortedRows(MakeScratchFile make_file, std::size_t in_memory)
    : make_file_(std::move(make_file)), in_memory_(in_memory) {}

SortedRows::~SortedRows() = default;

void SortedRows::add(ImportRow row, std::string_view text) {
  if (rows_.size() == in_memory_ || texts_.size() > in_memory_ * kTextOfRow) {
    write_run();
  }
  row.text_size = static_cast<std::uint32_t>(text.size());
  rows_.push_back(row);
  texts_at_.push_back(texts_.size());
  texts_ += text;
}

void SortedRows::order() {
  order_.resize(rows_.size());
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return rows_[a].arrival != rows_[b].arrival ? rows_[a].arrival < rows_[b].arrival : a < b;
  });
}

void SortedRows::write_run() {
  if (runs_.size() == kMostRuns) {
    merge_runs();
  }
  order();
  auto run = std::make_unique<Run>();
  run->file = make_file_();
  for (const std::uint32_t i : order_) {
    put(*run->file, rows_[i], std::string_view(texts_).substr(texts_at_[i], rows_[i].text_size));
  }
  runs_.push_back(std::move(run));
  rows_.clear();
  texts_at_.clear();
  texts_.clear();
}

void SortedRows::begin_merge() {
  ready_.clear();
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    runs_[i]->number = i;
    runs_[i]->file->rewind();
    if (runs_[i]->advance()) {
      ready_.push_back(runs_[i].get());
    }
  }
  std::make_heap(ready_.begin(), ready_.end(), Run::is_later);
}

bool SortedRows::next_merged(ImportRow& row, std::string& text) {
  if (ready_.empty()) {
    return false;
  }
  std::pop_heap(ready_.begin(), ready_.end(), Run::is_later);
  Run& run = *ready_.back();
  row = run.row;
  text.swap(run.text);
  if (run.advance()) {
    std::push_heap(ready_.begin(), ready_.end(), Run::is_later);
  } else {
    ready_.pop_back();
  }
  return true;
}

void SortedRows::merge_runs() {
  auto merged = std::make_unique<Run>();
  merged->file = make_file_();
  begin_merge();
  ImportRow row;
  std::string text;
  while (next_merged(row, text)) {
    put(*merged->file, row, text);
  }
  runs_.clear();
  runs_.push_back(std::move(merged));
}

void SortedRows::sort() {
  if (!runs_.empty()) {
    if (!rows_.empty()) {
      write_run();
    }
    begin_merge();
  } else {
    order();
  }
}

bool SortedRows::next(ImportRow& row, std::string& text) {
  if (!runs_.empty()) {
    return next_merged(row, text);
  }
  if (next_ == order_.size()) {
    return false;
  }
  const std::uint32_t i = order_[next_++];
  row = rows_[i];
  text = std::string_view(texts_).substr(texts_at_[i], row.text_size);
  return true;
}

}  // namespace curtain
