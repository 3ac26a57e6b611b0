#include "tools/curtain/trace/sorted_rows.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <system_error>
#include <type_traits>

namespace curtain::tools {
namespace {

constexpr std::size_t kTextOfRow = 64;  // what a row's text takes on average, at most
constexpr std::size_t kBuffer = std::size_t{1} << 18;
static_assert(std::is_trivially_copyable_v<ImportRow>);

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("a temporary file for sorting could not be " + what + ": " +
                           std::generic_category().message(errno));
}

void put(std::FILE* file, const ImportRow& row, std::string_view text) {
  if (std::fwrite(&row, sizeof row, 1, file) != 1 ||
      std::fwrite(text.data(), 1, text.size(), file) != text.size()) {
    fail("written whole");
  }
}

}  // namespace

/// A file of sorted rows, with the one that is next.
struct SortedRows::Run {
  File file;
  std::size_t number = 0;
  ImportRow row;
  std::string text;

  bool advance() {
    if (std::fread(&row, sizeof row, 1, file.get()) != 1) {
      if (std::ferror(file.get()) != 0) {
        fail("read");
      }
      return false;
    }
    text.resize(row.text_size);
    if (std::fread(text.data(), 1, text.size(), file.get()) != text.size()) {
      fail("read");
    }
    return true;
  }
  static bool is_later(const Run* a, const Run* b) {
    return a->row.arrival != b->row.arrival ? a->row.arrival > b->row.arrival : a->number > b->number;
  }
};

SortedRows::SortedRows(std::string path, std::size_t in_memory)
    : path_(std::move(path)), in_memory_(in_memory) {}

SortedRows::~SortedRows() = default;

SortedRows::File SortedRows::make_file() const {
  std::string name = path_ + ".sorting-XXXXXX";
  const int descriptor = mkostemp(name.data(), 0);
  if (descriptor < 0) {
    fail("made");
  }
  unlink(name.c_str());  // it stays as long as it is open
  File file(fdopen(descriptor, "w+b"));
  if (file == nullptr) {
    close(descriptor);
    fail("opened");
  }
  std::setvbuf(file.get(), nullptr, _IOFBF, kBuffer);
  return file;
}

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
  run->file = make_file();
  for (const std::uint32_t i : order_) {
    put(run->file.get(), rows_[i], std::string_view(texts_).substr(texts_at_[i], rows_[i].text_size));
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
    if (std::fflush(runs_[i]->file.get()) != 0) {
      fail("written whole");
    }
    std::rewind(runs_[i]->file.get());
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
  merged->file = make_file();
  begin_merge();
  ImportRow row;
  std::string text;
  while (next_merged(row, text)) {
    put(merged->file.get(), row, text);
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

}  // namespace curtain::tools
