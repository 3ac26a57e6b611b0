#pragma once
// The functions that open each kind of source. open_source() calls one of them.
#include <memory>

#include "models/workload/specification.hpp"

namespace curtain {

/// This function and the next three throw std::invalid_argument for an impossible rate and for a context
/// without a duration.
std::unique_ptr<ArrivalSource> open_poisson(const PoissonSpec& spec, const SourceContext& context,
                                            FunctionTable& table);
std::unique_ptr<ArrivalSource> open_population(const PopulationSpec& spec, const SourceContext& context,
                                               FunctionTable& table);
std::unique_ptr<ArrivalSource> open_correlated(const CorrelatedSpec& spec, const SourceContext& context,
                                               FunctionTable& table);
std::unique_ptr<ArrivalSource> open_azure_like(const AzureLikeSpec& spec, const SourceContext& context,
                                               FunctionTable& table);
/// These functions throw std::invalid_argument for impossible parameters and for a context without a
/// duration.
std::unique_ptr<ArrivalSource> open_renewal(const RenewalSpec& spec, const SourceContext& context,
                                            FunctionTable& table);
std::unique_ptr<ArrivalSource> open_timer(const TimerSpec& spec, const SourceContext& context,
                                          FunctionTable& table);
std::unique_ptr<ArrivalSource> open_mmpp(const MmppSpec& spec, const SourceContext& context,
                                         FunctionTable& table);
std::unique_ptr<ArrivalSource> open_on_off(const OnOffSpec& spec, const SourceContext& context,
                                           FunctionTable& table);
std::unique_ptr<ArrivalSource> open_curve(const CurveSpec& spec, const SourceContext& context,
                                          FunctionTable& table);
std::unique_ptr<ArrivalSource> open_diurnal(const DiurnalSpec& spec, const SourceContext& context,
                                            FunctionTable& table);
std::unique_ptr<ArrivalSource> open_batch(const BatchSpec& spec, const SourceContext& context,
                                          FunctionTable& table);
std::unique_ptr<ArrivalSource> open_cold_share(const ColdShareSpec& spec, const SourceContext& context,
                                               FunctionTable& table);
/// Opens the calls of a log. Throws std::invalid_argument if the log was not read.
std::unique_ptr<ArrivalSource> open_measured(const MeasuredSpec& spec, const SourceContext& context,
                                             FunctionTable& table);
/// Opens an empty stream with clients.
std::unique_ptr<ArrivalSource> open_closed_loop(const ClosedLoopSpec& spec, const SourceContext& context,
                                                FunctionTable& table);
/// These functions throw TraceError for files that cannot be used. The first and the last function read the
/// header immediately and the rows on demand. The second function reads its three files completely.
std::unique_ptr<ArrivalSource> open_csv_trace(const CsvTraceSpec& spec, const SourceContext& context,
                                              FunctionTable& table);
std::unique_ptr<ArrivalSource> open_azure_trace(const AzureTraceSpec& spec, const SourceContext& context,
                                                FunctionTable& table);
std::unique_ptr<ArrivalSource> open_azure_2021_trace(const Azure2021TraceSpec& spec,
                                                     const SourceContext& context, FunctionTable& table);
/// Reads the headers of the tables and the memory immediately, and the rows of requests and delays on demand.
std::unique_ptr<ArrivalSource> open_huawei_2023_trace(const Huawei2023TraceSpec& spec,
                                                      const SourceContext& context, FunctionTable& table);
std::unique_ptr<ArrivalSource> open_huawei_2025_trace(const Huawei2025TraceSpec& spec,
                                                      const SourceContext& context, FunctionTable& table);
/// Reads the file of functions immediately, and the invocations on demand.
std::unique_ptr<ArrivalSource> open_iluvatar_trace(const IluvatarTraceSpec& spec,
                                                   const SourceContext& context, FunctionTable& table);

/// Also throws std::invalid_argument for a context without a duration.
std::unique_ptr<ArrivalSource> open_azure_cdfs(const AzureCdfsSpec& spec, const SourceContext& context,
                                               FunctionTable& table);

}  // namespace curtain
