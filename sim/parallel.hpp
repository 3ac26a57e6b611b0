#pragma once
// Independent tasks on several threads. The assignment of tasks to threads varies, so a task must only write
// data of its own index. Results are read in the order of the index, so they do not depend on the threads.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace sim {

/// Calls `task(i)` once for each i in [0, n), on up to `threads` threads including the calling thread. With 0
/// the number of cores is used; with 1 all calls are made in the calling thread, in order. After an exception
/// no further index is begun. When all threads have stopped, the exception of the lowest index is thrown
/// again; it is the same for any number of threads.
template <class Task>
void parallel_for(std::size_t n, unsigned threads, Task&& task) {
  const std::size_t wanted = threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : threads;
  const std::size_t workers = std::min(wanted, n);
  if (workers <= 1) {
    for (std::size_t i = 0; i < n; ++i) {
      task(i);
    }
    return;
  }

  // Tasks begin in increasing order of their indices. When a task fails, all tasks with lower indices have
  // begun, and they still run to their end.
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::size_t failed_index = std::numeric_limits<std::size_t>::max();
  std::exception_ptr failure;
  const auto work = [&] {
    while (!failed.load(std::memory_order_relaxed)) {
      const std::size_t i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= n) {
        return;
      }
      try {
        task(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        failed.store(true, std::memory_order_relaxed);
        if (i < failed_index) {
          failed_index = i;
          failure = std::current_exception();
        }
      }
    }
  };

  std::vector<std::thread> pool;
  pool.reserve(workers - 1);
  try {
    while (pool.size() + 1 < workers) {
      pool.emplace_back(work);
    }
  } catch (const std::system_error&) {
    // The system provides no more threads, so the existing threads do the work.
  }
  work();
  for (auto& thread : pool) {
    thread.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace sim
