using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Studies;
using FairExchange.Model.Catalogue;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>Studies, answers and pictures with other protocols than the two that are usually compared.</summary>
public class AnyProtocolsTests
{
    /// <summary>As little as each experiment can be run with.</summary>
    internal const string Little = """
        break_even: { draws: { value: 20, unit: draws }, exchanges_per_year: { value: [1.0e13], unit: exchanges/year } }
        load: { exchanges_per_s: { value: [1000, 10000], unit: exchanges/s }, arrivals: { value: 200, unit: requests } }
        patience: { exchanges: { value: 5000, unit: exchanges } }
        bursts:
          margins: { value: [2], unit: factor }
          together: { value: [0.001], unit: fraction }
          window_requests: { value: 1000, unit: requests }
        outage: { days: { value: 60, unit: d } }
        liability: { draws: { value: 20, unit: draws } }
        subscription: { sample: { value: 100, unit: users } }
        many: { pairs: { value: 200, unit: pairs }, arrivals: { value: 500, unit: requests } }
        year: { window_requests: { value: 2000, unit: requests } }
        """;

    public static TheoryData<string, string> Combinations =>
    [
        .. from experiment in AllExperiments.List
           from protocols in new[] { "fair-cem-named", "fair-cem,fair-cem-named", "cem0,ecs0", "fair-ecs,cem0,fair-cem-bulk" }
           select (experiment.Id, protocols),
    ];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_study_has_rows_an_answer_and_a_picture_of_each(string id, string protocols)
    {
        var experiment = AllExperiments.List.Single(experiment => experiment.Id == id);
        var ids = protocols.Split(',');
        var summary = Study.Run(experiment, Little, 2, [.. ids.Select(id => Entries.All.Single(entry => entry.Id == id))]);

        Assert.Equal(ids, summary.Protocols());
        Assert.Equal([ServiceTimes.OfOperations], summary.Rows.Select(row => summary.Text(row, "work_from")).Distinct());
        var answer = experiment.Answer(summary);
        Assert.Matches("^[A-Z\"f].*\\.$", answer);
        Assert.DoesNotContain("NaN", answer, StringComparison.Ordinal);
        Assert.All(AllPictures.ById[id].Shown(summary), panel => Assert.NotEmpty(
            panel.IsTable(summary) ? PanelTable.Of(panel, summary) : PanelDrawing.Of(panel, summary)));
        Assert.NotEmpty(AllPictures.ById[id].Shown(summary));
    }

    /// <summary>cem0-signed-request has one signature more to verify: more work for as many exchanges, by the same prices.</summary>
    [Fact]
    public void A_signature_more_to_verify_is_seen_in_load_and_cost()
    {
        double Ratio(IExperiment experiment, string column, params (string Column, string Value)[] where)
        {
            var summary = Study.Run(experiment, Little, 2,
                [Entries.All.Single(entry => entry.Id == "cem0"), Entries.All.Single(entry => entry.Id == "cem0-signed-request")]);
            double Mean(string protocol) => summary.Where([("protocol", protocol), .. where])
                .Average(row => summary.Number(row, $"{column}_mean"));
            return Mean("cem0-signed-request") / Mean("cem0");
        }

        Assert.InRange(Ratio(new LoadExperiment(), "utilisation", ("suite", "p256"), ("message_mix", "short"),
            ("exchanges_per_s", "1000"), ("provisioning", "one")), 1.9, 2.1);
        Assert.InRange(Ratio(new BreakEvenExperiment(), "compute_usd"), 1.5, 2.1);
        Assert.InRange(Ratio(new LiabilityExperiment(), "stored_gb"), 1.00001, 1.2);
    }
}
