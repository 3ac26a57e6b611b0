#include "tools/curtain/results/invocation_file.hpp"

#include <iterator>
#include <utility>

#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/invocations_csv.hpp"
#include "tools/curtain/results/invocations_npy.hpp"

namespace curtain::tools {

std::unique_ptr<InvocationFormat> invocation_format(const std::string& path) {
  for (const char* const ending : {".npz", ".npy.gz", ".npy.zst"}) {
    if (path.ends_with(ending)) {
      throw UsageError{"'" + path +
                       "' names a file of compressed columns, but only rows of CSV can be compressed; for "
                       "--invocations, write a name that ends in .npy, .csv, .csv.gz or .csv.zst"};
    }
  }
  if (path.ends_with(".npy")) {
    return std::make_unique<InvocationsNpy>(path);
  }
  return std::make_unique<InvocationsCsv>(path);
}

InvocationFile::InvocationFile(const std::string& path)
    : format_(invocation_format(path)), thread_([this] { work(); }) {
  filling_.rows.reserve(kRowsOfBatch);
}

InvocationFile::~InvocationFile() {
  end_thread();
}

void InvocationFile::add_functions(const InvocationRow& row, const FunctionTable& functions) {
  for (; functions_ <= row.function.index(); ++functions_) {
    const FunctionSpec& spec = functions[FunctionId{functions_}];
    filling_.names.push_back({std::string(functions.tenant_name(spec.tenant)), std::string(spec.name)});
  }
}

void InvocationFile::commit() {
  hand_over();
  end_thread();
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  format_->commit();
}

void InvocationFile::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting || failure_; });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  waiting_.push_back(std::exchange(filling_, {}));
  if (!spare_.empty()) {
    filling_ = std::move(spare_.back());
    spare_.pop_back();
  }
  lock.unlock();
  changed_.notify_all();
  filling_.rows.reserve(kRowsOfBatch);
}

void InvocationFile::end_thread() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
}

void InvocationFile::work() {
  Batch batch;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (batch.rows.capacity() > 0) {
        spare_.push_back(std::move(batch));
      }
      changed_.wait(lock, [this] { return !waiting_.empty() || is_over_; });
      if (waiting_.empty()) {
        return;
      }
      batch = std::move(waiting_.front());
      waiting_.erase(waiting_.begin());
    }
    changed_.notify_all();
    try {
      for (FunctionName& name : batch.names) {
        format_->add(std::move(name));
      }
      format_->write(batch.rows);
      batch.names.clear();
      batch.rows.clear();
    } catch (...) {  // the reader has closed the stream; the format handles a full disk
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      waiting_.clear();
      changed_.notify_all();
      return;
    }
  }
}

}  // namespace curtain::tools
