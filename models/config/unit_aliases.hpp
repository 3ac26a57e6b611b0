#pragma once
// Suggestions for quantities that are written in the notation of another tool or of everyday language.
#include <string>
#include <string_view>

namespace curtain::config {

// Each function returns the end of a message, such as "; did you mean '10min'?". The result is empty if the
// meaning is not clear.

/// For durations: "10 minutes", "1y", "2w", "PT5M" (ISO 8601), "00:05:00", "1,5s".
std::string instead_of_duration(std::string_view text);
/// For memory sizes: "512Mi" (Kubernetes), "1 GB", "536870912 bytes", "1,5GiB".
std::string instead_of_memory(std::string_view text);
/// For rates: "20rps", "5 per minute", "1,5/s".
std::string instead_of_rate(std::string_view text);
/// For whole numbers: "1,000", "10k", "4 cores", "1500m" (Kubernetes' thousandths of a CPU).
std::string instead_of_count(std::string_view text);

}  // namespace curtain::config
