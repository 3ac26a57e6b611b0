#pragma once
// The three files of an Azure 2019 trace in their published layout, made for a test.
#include <string>

#include "models/workload/specification.hpp"
#include "tests/workload/workload_support.hpp"

namespace support {

struct AzureFiles {
  std::string invocations =
      "HashOwner,HashApp,HashFunction,Trigger,1,2,3\n"
      "o1,a1,f1,http,3,0,5\n"
      "o1,a1,f2,timer,1,1,1\n"
      "o2,a2,f3,queue,0,0,1000\n";
  std::string durations =
      "HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_"
      "1,"
      "percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,"
      "percentile_Average_100\n"
      "o2,a2,f3,25,100,1,99,1,2,10,20,40,90,99.5\n"
      "o1,a1,f1,100,8,100,100,100,100,100,100,100,100,100\n"
      "o1,a1,f2,7,3,7,7,7,7,7,7,7,7,7\n"
      "o9,a9,f9,1,1,1,1,1,1,1,1,1,1,1\n";
  std::string memory =
      "HashOwner,HashApp,SampleCount,AverageAllocatedMb,AverageAllocatedMb_pct1,AverageAllocatedMb_pct100\n"
      "o1,a1,100,120.25,100,140\n"
      "o2,a2,100,64,60,70\n";

  /// Writes the files, and returns a specification that names them.
  [[nodiscard]] curtain::AzureTraceSpec in(const TemporaryFolder& folder) const {
    curtain::AzureTraceSpec spec;
    spec.invocations = folder.write("invocations.csv", invocations);
    spec.durations = folder.write("durations.csv", durations);
    spec.memory = folder.write("memory.csv", memory);
    return spec;
  }
};

/// Returns `text` with the first occurrence of `what` replaced by `by`.
inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) {
    throw std::logic_error("nothing to replace: " + what);
  }
  return text.replace(at, what.size(), by);
}

}  // namespace support
