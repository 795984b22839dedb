using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Experiments.Studies;

namespace FairExchange.Tests.Experiments.Pictures;

public class PictureTests
{
    public static TheoryData<string> Ids => [.. AllExperiments.List.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_experiment_has_a_picture_of_columns_and_parameters_that_there_are(string id)
    {
        var (experiment, picture) = (AllExperiments.List.Single(experiment => experiment.Id == id), AllPictures.ById[id]);
        var summary = OneRow(experiment);
        var columns = summary.Columns.Select(column => column.Name).ToHashSet();
        var ofBins = summary.Bins?.Columns.Select(column => column.Name).ToHashSet() ?? [];

        Assert.All(picture.Panels(summary), panel =>
        {
            Assert.NotEmpty(panel.Curves);
            Assert.All(
                panel.Curves.SelectMany(curve => new[] { curve.Y, curve.Low, curve.High }.Concat(curve.IsPlace ? [] : [curve.X])
                    .Concat(curve.Where.Select(pair => pair.Column))),
                column => Assert.Contains(column, panel.IsOfBins ? ofBins : columns));
        });
        Assert.All(picture.Groups,
            group => Assert.Contains(group, ParameterBook.Default(Scale.Quick).Parameters.Keys.Select(name => name.Split('.')[0])));
    }

    [Fact]
    public void A_panel_has_the_same_bytes_whatever_fonts_the_machine_has_and_says_its_words_in_text()
    {
        var summary = Study.Run(new LiabilityExperiment(), "");
        var panel = AllPictures.ById["E6"].Shown(summary)[2];
        var drawn = PanelDrawing.Of(panel, summary);

        Assert.Equal(drawn, PanelDrawing.Of(panel, summary));
        Assert.All((string[])[panel.Title, panel.X.Title, panel.Y.Title, .. panel.Curves.Select(curve => curve.Title)],
            words => Assert.Contains($">{words}</text>", drawn, StringComparison.Ordinal));
        Assert.DoesNotContain("<image", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("http://www.w3.org/1999", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_is_drawn_from_the_table_of_bins_and_left_out_where_there_is_none()
    {
        var summary = Study.Run(new BurstsExperiment(),
            "bursts: { margins: { value: [2], unit: factor }, profiles: { value: [weekly], unit: name }, together: { value: [0.001, "
            + "0.01], unit: fraction } }", 2);

        Assert.Equal(2, AllPictures.ById["E4"].Shown(summary).Count(panel => panel.IsOfBins));
        Assert.DoesNotContain(AllPictures.ById["E4"].Shown(summary with { Bins = null }), panel => panel.IsOfBins);
    }

    /// <summary>One point a series, or places that are words: a line would say what nobody knows.</summary>
    [Fact]
    public void Single_points_are_a_table()
    {
        var summary = Study.Run(new LiabilityExperiment(), "");
        var panels = AllPictures.ById["E6"].Shown(summary);

        Assert.Equal([true, true, false, false], panels.Select(panel => panel.IsTable(summary)));
        var table = PanelTable.Of(panels[0], summary);
        Assert.Equal(2, table.Split("<tr><td class=\"word\">").Length - 1);
        Assert.Contains("<th>virtual, keeps nothing</th>", table, StringComparison.Ordinal);
    }

    /// <summary>What is 0 has no place on a logarithmic axis.</summary>
    [Fact]
    public void What_cannot_be_drawn_is_left_out()
    {
        var panel = new Panel("t", new Axis("x", false), new Axis("y", true),
            [Curve.Of(0, "", "users", "stored_gb", ("keeps", "nothing")), Curve.Of(1, "", "users", "stored_gb", ("keeps", "all"))]);
        var summary = Study.Run(new LiabilityExperiment(), "");

        Assert.Equal([1], new Picture([], _ => [panel]).Shown(summary).Single().Curves.Select(curve => curve.Style));
        Assert.Empty(new Picture([], _ => [panel with { Curves = panel.Curves.RemoveAt(1) }]).Shown(summary));
    }

    /// <summary>The answer to E2 speaks of the suite and the mix that need most servers; the picture once showed another suite.</summary>
    [Fact]
    public void A_picture_shows_the_levels_that_its_answer_speaks_of()
    {
        var summary = Study.Run(new LoadExperiment(), "load: { exchanges_per_s: { value: [80, 8000], unit: exchanges/s } }", 2);
        var title = AllPictures.ById["E2"].Shown(summary)[0].Title;
        var answer = new LoadExperiment().Answer(summary);

        var shown = title[(title.LastIndexOf('(') + 1)..^1].Split(", ");
        Assert.Contains($"({shown[1]}, {shown[0]})", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_shows_as_text_what_is_text()
    {
        var experiment = new LiabilityExperiment();
        var summary = Study.Run(experiment, "");
        var place = summary.Columns.Select(column => column.Name).ToList().IndexOf("scenario");
        var hostile = summary with { Rows = [.. summary.Rows.Select((row, at) => row.SetItem(place, $"<script>{at / 3}&</script>"))] };
        var page = HtmlPage.Of("a <title>", "", [.. ExperimentParts.Of(
        [
            new PageSection(experiment, hostile, experiment.Answer(hostile), [new ShownPanel("<b>", "e6 \"x\".svg", "")],
                [new ShownParameter("a<b", "1 & 2", "USD", "\"me\" <me@example.org>")]),
        ])]);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;0&amp;&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;me@example.org&gt;", page, StringComparison.Ordinal);
        Assert.Contains("src=\"e6%20%22x%22.svg\"", page, StringComparison.Ordinal);
        Assert.Contains("a &lt;title&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_parameter_has_its_source_where_the_value_is_that_of_the_source()
    {
        var said = ParameterBook.Default(Scale.Paper).Said.SetItem("costs.loss", "7 USD");
        var shown = new ShownParameters(said).Of(["costs"]).ToDictionary(parameter => parameter.Name);

        Assert.Equal(("7", "USD"), (shown["costs.loss"].Value, shown["costs.loss"].Unit));
        Assert.Contains("given by", shown["costs.loss"].Source, StringComparison.Ordinal);
        Assert.Equal(("[0.0408]", "USD/vCPU-hour"), (shown["costs.vcpu"].Value, shown["costs.vcpu"].Unit));
        Assert.StartsWith("vm:", shown["costs.vcpu"].Source, StringComparison.Ordinal);
        Assert.Equal("paper", shown["scale"].Value);
    }

    /// <summary>A summary with the experiment's columns, and 1 in each cell that is a number.</summary>
    private static Summary OneRow(IExperiment experiment)
    {
        return ExperimentRun.Summarise(experiment, new RunCells(Rows(experiment.Columns), Rows(experiment.BinColumns)));

        static ImmutableArray<ImmutableArray<string>> Rows(ImmutableArray<Column> columns) =>
        [
            .. Enumerable.Range(0, 2).Select(number => columns.Select(column => column.Name switch
            {
                "replication" => number.ToString(CultureInfo.InvariantCulture),
                "protocol" => "fair-cem",
                "trusted_party" => "virtual",
                "pattern" => "coordinated",
                _ => column.Type == "string" ? "word" : "1",
            }).ToImmutableArray()),
        ];
    }
}
