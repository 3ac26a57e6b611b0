#pragma once
// A forecast of the next value of a short series, for policies that predict the next invocation.
#include <cstddef>
#include <span>

namespace curtain {

/// A forecast and the model it comes from.
struct ArimaForecast {
  double value = 0;
  std::size_t p = 0;  ///< autoregressive order
  std::size_t d = 0;  ///< how often the series was differenced: 0 or 1
  std::size_t q = 0;  ///< moving-average order
};

/// Forecasts the next value of `series` (at least one value) by an ARIMA(p, d, q) with p, q <= 2 and d <= 1.
/// This is a reduced form of automatic fitting: d is 1 if differencing makes the variance smaller (Anderson,
/// "Time Series Analysis and Forecasting", 1976: the least variance); p and q have the least AIC, with the
/// fewest parameters in case of a tie; the coefficients are those of Hannan and Rissanen ("Recursive
/// estimation of mixed autoregressive-moving average order", Biometrika 69, 1982): least squares on lagged
/// values and on the residuals of a long autoregression. There is neither a seasonal part nor a
/// maximum-likelihood search. With fewer than kShortestForArima values, the forecast is their mean. The
/// result is bit-identical on every machine.
[[nodiscard]] ArimaForecast arima_forecast(std::span<const double> series);

/// The number of values below which no model is fitted.
inline constexpr std::size_t kShortestForArima = 8;

}  // namespace curtain
