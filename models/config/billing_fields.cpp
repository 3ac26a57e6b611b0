#include "models/config/billing_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/config/price_list.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr double kLargestPrice = 1e6;
constexpr double kMostGibSeconds = 1e15;
constexpr const char* kResolved = "resolved";

FormPtr<std::vector<VolumeTier>> tiers_form() {
  auto tier = std::make_shared<FieldTable<VolumeTier>>();
  tier->add("above_gib_s", &VolumeTier::above_gib_s, number_form(0, kMostGibSeconds),
            "memory time of a tenant in a month in GiB s, above which the price applies", Need::required)
      .add("price_per_gib_s", &VolumeTier::price_per_gib_s, number_form(0, kLargestPrice),
           "price of a GiB for a second in the tier, in US dollars", Need::required);
  return list_form(FormPtr<VolumeTier>(tier), "tiers");
}

FormPtr<ArmPrices> arm_form() {
  const FormPtr<std::optional<double>> price = optional_form(number_form(0, kLargestPrice), {"same"});
  auto arm = std::make_shared<FieldTable<ArmPrices>>(Layers::many);
  arm->add("price_per_gib_s", &ArmPrices::price_per_gib_s, price,
           "price of a GiB for a second of a function on arm; same: the price of other functions")
      .add(
          "price_per_provisioned_gib_s", &ArmPrices::price_per_provisioned_gib_s, price,
          "price of a GiB of provisioned concurrency on arm for a second; same: the price of other functions")
      .add(
          "price_per_gib_s_on_provisioned", &ArmPrices::price_per_gib_s_on_provisioned, price,
          "price of a GiB for a second of an execution on provisioned concurrency on arm; same: the price of "
          "other functions")
      .add("tiers", &ArmPrices::tiers, tiers_form(), "lower prices of functions on arm for large volumes");
  return arm;
}

FormPtr<SnapshotPrices> snapshot_prices_form() {
  using P = SnapshotPrices;
  const FormPtr<double> price = number_form(0, kLargestPrice);
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("price_per_gib_s", &P::price_per_gib_s, price,
            "price of a GiB of memory of a function with a snapshot for each second in which the function is "
            "deployed, in US dollars")
      .add("minimum", &P::minimum, duration_form(),
           "the minimum time for which each snapshot is charged in the monthly bill (billing.month)")
      .add("price_per_restored_gib", &P::price_per_restored_gib, price,
           "price of a GiB of memory each time that a snapshot is restored, in US dollars")
      .add("free_runtimes", &P::free_runtimes, list_form(text_form(), "runtimes"),
           "runtimes whose snapshots are free of charge");
  return table;
}

/// The charges that only some providers have. A resolved scenario contains only the charges that it has.
void add_further_charges(FieldTable<BillingParameters>& table) {
  using P = BillingParameters;
  table.add_unless_default("arm", &P::arm, arm_form(), "prices of functions with architecture: arm")
      .add_unless_default("storage_included", &P::storage_included, memory_form(0),
                          "ephemeral storage that each instance has free of charge")
      .add_unless_default("price_per_storage_gib_s", &P::price_per_storage_gib_s,
                          number_form(0, kLargestPrice),
                          "price of a GiB of further ephemeral storage for each billed second, in US dollars")
      .add_unless_default("payload_included", &P::payload_included, data_form(),
                          "size of an asynchronous event that is billed as one request")
      .add_unless_default(
          "payload_step", &P::payload_step, data_form(),
          "each further part of an event of this size is billed as one more request; 0B: never")
      .add_unless_default("price_per_isolated_gib", &P::price_per_isolated_gib, number_form(0, kLargestPrice),
                          "price of a GiB of memory of each instance that is created for one end tenant "
                          "(isolate: end-tenant), in US dollars")
      .add_unless_default("snapshots", &P::snapshots, snapshot_prices_form(),
                          "prices of functions with snapshot: true")
      .add_unless_default(
          "free_requests", &P::free_requests, count_form(0, kUnlimited - 1),
          "number of a tenant's requests in a month that are free in the monthly bill (billing.month)")
      .add_unless_default(
          "free_gib_s", &P::free_gib_s, number_form(0, kMostGibSeconds),
          "memory time of a tenant in a month, in GiB s, that is free in the monthly bill (billing.month)")
      .add_unless_default(
          "tiers", &P::tiers, tiers_form(),
          "lower prices for large volumes of memory time on demand, in the monthly bill (billing.month)");
}

bool are_sorted(const std::vector<VolumeTier>& tiers) {
  return std::is_sorted(tiers.begin(), tiers.end(), [](const VolumeTier& a, const VolumeTier& b) {
    return a.above_gib_s < b.above_gib_s;
  });
}

void add_numbers(FieldTable<BillingParameters>& table) {
  using P = BillingParameters;
  const FormPtr<double> price = number_form(0, kLargestPrice);
  table
      .add("granularity", &P::granularity, duration_form(Duration{1}),
           "the billed time of an execution is rounded up to a multiple of this time, at least one")
      .add("minimum", &P::minimum, duration_form(),
           "the minimum billed time of an execution or a busy period")
      .add("billed_while", &P::billed_while,
           choice_form<BilledWhile>({{"request", BilledWhile::request}, {"busy", BilledWhile::busy}}),
           "request: each execution is billed for its own time; busy: an instance is billed while at least "
           "one "
           "execution runs on it")
      .add("memory_step", &P::memory_step, memory_form(1),
           "the billed memory is rounded up to a multiple of this size")
      .add("memory_minimum", &P::memory_minimum, memory_form(1), "the minimum billed memory size")
      .add("memory_maximum", &P::memory_maximum, optional_form(memory_form(1), {"none"}),
           "the largest memory size that the provider sells; a larger function is billed at its own size and "
           "reported")
      .add("init", &P::init,
           choice_form<BilledInit>({{"none", BilledInit::none},
                                    {"provisioned", BilledInit::provisioned},
                                    {"all", BilledInit::all}}),
           "the instances whose runtime_start and function_init are billed: no instance, only instances of "
           "provisioned concurrency, or all instances")
      .add("price_per_gib_s", &P::price_per_gib_s, price, "price of a GiB for a second, in US dollars")
      .add("price_per_request", &P::price_per_request, price, "price of a request, in US dollars")
      .add("price_per_provisioned_gib_s", &P::price_per_provisioned_gib_s, price,
           "price of a GiB of provisioned concurrency for a second, whether it is used or not")
      .add("price_per_gib_s_on_provisioned", &P::price_per_gib_s_on_provisioned,
           optional_form(price, {"same"}),
           "price of a GiB for a second of an execution on provisioned concurrency; same: price_per_gib_s")
      .add("leaves_out", &P::leaves_out, list_form(text_form(), "charges"),
           "charges of the provider that these prices do not include; the report lists the charges");
  add_further_charges(table);
  table.check([](const P& billing, const Node& node, Reader& reader) {
    if (billing.billed_while == BilledWhile::busy && billing.separates_provisioned()) {
      reader.error(
          node.place,
          fmt::format("billed_while: busy bills an instance and not its requests, so executions on "
                      "provisioned concurrency cannot be billed separately; write {}",
                      billing.init == BilledInit::provisioned ? "init: none or init: all"
                                                              : "price_per_gib_s_on_provisioned: same"));
    }
    if (!are_sorted(billing.tiers) || !are_sorted(billing.arm.tiers)) {
      reader.error(node.place,
                   "the tiers are not in the order of above_gib_s; write the lowest threshold first");
    }
    if (billing.memory_maximum && *billing.memory_maximum < billing.memory_minimum) {
      reader.error(node.place, fmt::format("memory_maximum ({} MiB) is below memory_minimum ({} MiB)",
                                           *billing.memory_maximum, billing.memory_minimum));
    }
  });
}

/// The field `prices` is read before the numbers, because each number overrides the number of the era.
Field<BillingParameters> prices_field() {
  Field<BillingParameters> field{
      "prices",
      "the price era, by name or as {LIST: DAY}; the settings below override the numbers of the era",
      Need::optional,
      {},
      {},
      {},
      {}};
  field.read = [](const Node& node, Reader& reader, BillingParameters& billing) {
    const Node* resolved =
        node.kind == Node::Kind::mapping && node.entries.size() == 1 ? node.find(kResolved) : nullptr;
    if (resolved == nullptr) {
      read_prices(node, reader, billing);
    } else if (resolved->kind == Node::Kind::scalar) {
      billing.prices = resolved->text;  // a resolved scenario contains all numbers, so the era is only a name
    } else {
      reader.error(resolved->place, "expected the name of an era, found " + resolved->describe());
    }
  };
  field.write = [](const BillingParameters& billing) -> std::optional<Node> {
    if (billing.prices.empty()) {
      return std::nullopt;
    }
    return std::move(Node::mapping().set(kResolved, Node::string(billing.prices)));
  };
  field.schema = [] {
    Node object = Node::mapping();
    object.set("type", Node::string("object"));
    object.set("minProperties", Node::literal("1")).set("maxProperties", Node::literal("1"));
    return schema_either(schema_words(names_of_eras()), std::move(object));
  };
  return field;
}

}  // namespace

std::shared_ptr<const FieldTable<BillingParameters>> billing_numbers() {
  static const auto table = [] {
    auto numbers = std::make_shared<FieldTable<BillingParameters>>(Layers::many);
    add_numbers(*numbers);
    return numbers;
  }();
  return table;
}

FormPtr<BillingParameters> billing_form() {
  const FormPtr<double> price = number_form(0, kLargestPrice);
  auto provider = std::make_shared<FieldTable<ProviderPrices>>();
  provider
      ->add("vm_hour", &ProviderPrices::vm_hour, price,
            "cost of an open VM for an hour to the provider, in US dollars")
      .add("host_hour", &ProviderPrices::host_hour, price,
           "cost of a host in use for an hour to the provider, in US dollars");
  auto table = std::make_shared<FieldTable<BillingParameters>>(Layers::many);
  table->add(prices_field());
  add_numbers(*table);
  table->add_unless_default(
      "month", &BillingParameters::month, optional_form(duration_form(Duration{1}), {"none"}),
      "length of a month, such as 744h; the metrics billing.month_... are then the bill of a month in which "
      "the window of the run is repeated, with free tier and volume tiers; none: no such bill is computed");
  table->add_unless_default("provider", &BillingParameters::provider,
                            optional_form<ProviderPrices>(provider, {"none"}),
                            "what VMs and hosts cost the provider, for provider.cost_usd");
  return table;
}

}  // namespace curtain::config
