#include <string>

#include "sim/json_writer.hpp"
#include "tools/curtain/calibration/calibration_text.hpp"
#include "tools/curtain/calibration/profile_yaml.hpp"

namespace curtain::tools {
namespace {

using sim::JsonLayout;
using sim::JsonWriter;

void write_times(JsonWriter& json, const char* key, const std::vector<FunctionFit>& fits) {
  json.key(key);
  json.array(JsonLayout::lines, [&] {
    for (const FunctionFit& fit : fits) {
      json.object(JsonLayout::lines, [&] {
        json.member("function", fit.function);
        json.member("memory_mb", fit.memory);
        json.member("values", fit.report.size);
        json.member("cannot", fit.report.cannot);
        json.key("fits");
        json.array(JsonLayout::lines, [&] {
          for (const DistributionFit& each : fit.report.fits) {
            json.object(JsonLayout::line, [&] {
              json.member("family", each.family);
              json.member("parameters", each.parameters);
              json.member("aic", each.aic);
              json.member("log_likelihood", each.log_likelihood);
              json.member("ks", each.ks);
              json.member("p", each.p);
              json.member("distribution", distribution_yaml(each.distribution));
            });
          }
        });
        json.list("notes", fit.report.notes);
      });
    }
  });
}

void write_idle(JsonWriter& json, const char* key, const IdleReport& report) {
  json.key(key);
  json.object(JsonLayout::lines, [&] {
    json.member("calls", report.calls);
    json.member("cold", report.cold);
    json.member("cannot", report.cannot);
    json.key("fits");
    json.array(JsonLayout::lines, [&] {
      for (const IdleFit& fit : report.fits) {
        json.object(JsonLayout::line, [&] {
          json.member("mechanism", mechanism_name(fit.mechanism.kind));
          json.member("parameters", fit.mechanism.parameters());
          json.member("early", fit.mechanism.early);
          json.member("shortest_s", fit.mechanism.shortest);
          json.member("longest_s", fit.mechanism.longest);
          json.member("horizon_s", fit.mechanism.horizon);
          json.member("log_likelihood", fit.log_likelihood);
          json.member("aic", fit.aic);
        });
      }
    });
  });
}

void write_rest(JsonWriter& json, const Calibration& c) {
  json.key("lifetimes");
  json.object(JsonLayout::line, [&] {
    const bool has_fit = c.lifetimes.has_fit();
    const auto number = [has_fit](double value) { return has_fit ? std::optional(value) : std::nullopt; };
    json.member("instances", c.lifetimes.instances);
    json.member("ended", c.lifetimes.ended);
    json.member("cannot", c.lifetimes.cannot);
    json.member("early", number(c.lifetimes.cap.early));
    json.member("shortest_s", number(c.lifetimes.cap.shortest_s));
    json.member("longest_s", number(c.lifetimes.cap.longest_s));
  });
  json.key("routing");
  json.object(JsonLayout::line, [&] {
    json.member("choices", c.routing.choices);
    json.member("most_recent", c.routing.most_recent);
    json.member("least_recent", c.routing.least_recent);
    json.member("cannot", c.routing.cannot);
    json.member("order", c.routing.has_fit() ? std::optional<std::string>(routing_name(c.routing.best))
                                             : std::nullopt);
    json.list("log_likelihoods", c.routing.log_likelihood);
  });
  json.key("memory_curves");
  json.array(JsonLayout::lines, [&] {
    for (const FunctionCurve& curve : c.curves) {
      json.object(JsonLayout::lines, [&] {
        json.member("function", curve.function);
        json.member("cannot", curve.report.cannot);
        json.member("cpu_s", curve.report.curve.cpu_s);
        json.member("fixed_s", curve.report.curve.fixed_s);
        json.member("largest_error", curve.report.largest_error);
        json.key("sizes");
        json.array(JsonLayout::lines, [&] {
          for (const MemoryError& error : curve.report.errors) {
            json.object(JsonLayout::line, [&] {
              json.member("memory_mb", error.point.memory);
              json.member("measured_s", error.point.duration_s);
              json.member("model_s", error.model_s);
              json.member("error", error.error);
              json.member("is_fitted", error.is_fitted);
            });
          }
        });
        json.list("notes", curve.report.notes);
      });
    }
  });
}

}  // namespace

std::string calibration_json(const Calibration& c) {
  JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    json.key("logs");
    json.array(JsonLayout::lines, [&] {
      for (const CalibratedLog& log : c.logs) {
        json.object(JsonLayout::line, [&] {
          json.member("path", log.path);
          json.member("kind", log.kind);
          json.member("rows", log.rows);
          json.member("calls", log.calls);
          json.member("cold", log.cold);
          json.member("first_day", log.first_day);
        });
      }
    });
    json.member("refused", c.refused);
    json.member("start_up_source", start_source_text(c.start_source));
    json.member("subtracted_s", c.subtracted_ns / 1e9);
    json.member("subtracted", c.subtracted);
    json.member("started_ahead", c.ahead);
    write_times(json, "start_up", c.start_ups);
    write_times(json, "duration", c.durations);
    json.member("round_trip_s", c.round_trip_ns ? std::optional(*c.round_trip_ns / 1e9) : std::nullopt);
    write_idle(json, "idle_expiry", c.idle);
    write_idle(json, "idle_expiry_beside_busy", c.idle_beside);
    write_rest(json, c);
    json.list("cannot_tell", c.cannot_tell, JsonLayout::lines);
  });
  return json.document();
}

}  // namespace curtain::tools
