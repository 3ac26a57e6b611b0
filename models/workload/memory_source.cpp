#include "models/workload/memory_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/check.hpp"

namespace curtain {

MemorySource::MemorySource(std::vector<Arrival> arrivals, std::optional<Time> horizon)
    : MemorySource(std::make_shared<const std::vector<Arrival>>(std::move(arrivals)), horizon) {}

MemorySource::MemorySource(std::shared_ptr<const std::vector<Arrival>> arrivals, std::optional<Time> horizon)
    : arrivals_(std::move(arrivals)), horizon_(horizon) {
  SIM_CHECK(arrivals_ != nullptr);
  Time before;
  for (std::size_t i = 0; i < arrivals_->size(); ++i) {
    const Time time = (*arrivals_)[i].time;
    if (time < before) {
      throw std::invalid_argument(fmt::format(
          "arrival {} is at {} ns, which is before {} ns; arrivals must be in order of time, from 0 on", i,
          time.ns(), before.ns()));
    }
    before = time;
  }
}

std::size_t MemorySource::fill(std::span<Arrival> out) {
  const std::size_t count = std::min(out.size(), arrivals_->size() - next_);
  std::copy_n(arrivals_->begin() + static_cast<std::ptrdiff_t>(next_), count, out.begin());
  next_ += count;
  return count;
}

bool read_more(ArrivalSource& source, std::vector<Arrival>& arrivals) {
  constexpr std::size_t batch = 4'096;
  const std::size_t size = arrivals.size();
  arrivals.resize(size + batch);
  arrivals.resize(size + source.fill(std::span(arrivals).subspan(size)));
  return arrivals.size() > size;
}

std::vector<Arrival> record(ArrivalSource& source) {
  constexpr std::size_t batch = 4096;
  std::vector<Arrival> arrivals;
  std::size_t size = 0;
  for (;;) {
    if (arrivals.size() < size + batch) {
      arrivals.resize(std::max(size + batch, 2 * size));
    }
    const std::size_t count = source.fill(std::span(arrivals).subspan(size, batch));
    if (count == 0) {
      arrivals.resize(size);
      return arrivals;
    }
    size += count;
  }
}

}  // namespace curtain
