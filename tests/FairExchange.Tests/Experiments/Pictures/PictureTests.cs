using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
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

    /// <summary>A band between points that a line joins; over places of words there is nothing between.</summary>
    [Fact]
    public void Intervals_are_bands_along_lines_and_bars_over_words()
    {
        var script = GnuplotScript.Of(AllPictures.ById["E6"], Study.Run(new LiabilityExperiment(), ""), "e6-liability", "What?")
            .Split("\nplot ").Skip(1).ToList();

        Assert.Equal([false, false, true, true], script.Select(panel => panel.Contains("with filledcurves", StringComparison.Ordinal)));
        Assert.All(script, panel => Assert.Contains("with yerrorbars", panel, StringComparison.Ordinal));
    }

    [Fact]
    public void A_burst_is_drawn_from_the_table_of_bins_and_left_out_where_there_is_none()
    {
        var summary = Study.Run(new BurstsExperiment(),
            "bursts: { margins: { value: [2], unit: factor }, profiles: { value: [weekly], unit: name }, together: { value: [0.001, "
            + "0.01], unit: fraction } }", 2);
        var script = GnuplotScript.Of(AllPictures.ById["E4"], summary, "e4-bursts", "What?");

        Assert.Contains("bins = 'e4-bursts-bins.csv'", script, StringComparison.Ordinal);
        Assert.Equal(2, script.Split("\nplot ").Count(panel => panel.StartsWith("bins using", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            "bins", GnuplotScript.Of(AllPictures.ById["E4"], summary with { Bins = null }, "e4-bursts", "What?"), StringComparison.Ordinal);
    }

    [Fact]
    public void Visible_and_virtual_and_every_curve_of_a_panel_look_different()
    {
        var summary = Study.Run(new LiabilityExperiment(), "");
        var script = GnuplotScript.Of(AllPictures.ById["E6"], summary, "e6-liability", "What?");
        foreach (var panel in script.Split("\nplot ").Skip(1))
        {
            var looks = panel.Split('\n')
                .Where(line => line.Contains(" lc ", StringComparison.Ordinal) && line.Contains(" title '", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf(" lc ", StringComparison.Ordinal)..line.IndexOf(" title", StringComparison.Ordinal)])
                .ToList();

            Assert.InRange(looks.Count, 1, 3);
            Assert.Equal(looks.Count, looks.Distinct().Count());
        }
    }

    /// <summary>gnuplot refuses a plot without a point: on a logarithmic axis nothing can be drawn of what is 0.</summary>
    [Fact]
    public void What_cannot_be_drawn_is_left_out()
    {
        var panel = new Panel("t", new Axis("x", false), new Axis("y", true),
            [Curve.Of(0, "", "users", "stored_gb", ("keeps", "nothing")), Curve.Of(1, "", "users", "stored_gb", ("keeps", "all"))]);
        var summary = Study.Run(new LiabilityExperiment(), "");

        Assert.DoesNotContain("'nothing'", GnuplotScript.Of(new Picture([], _ => [panel]), summary, "n", "q"), StringComparison.Ordinal);
        Assert.Contains("'all'", GnuplotScript.Of(new Picture([], _ => [panel]), summary, "n", "q"), StringComparison.Ordinal);
        Assert.Equal("", GnuplotScript.Of(new Picture([], _ => [panel with { Curves = panel.Curves.RemoveAt(1) }]), summary, "n", "q"));
    }

    [Fact]
    public void A_picture_says_nothing_of_the_gnuplot_that_drew_it()
    {
        const string Old = "<svg>\r\n<title>Gnuplot</title>\r\n<desc>Produced by GNUPLOT 5.4 patchlevel 4 "
            + "</desc>\r\n<g><title>visible</title></g></svg>";
        var clean = Svg.Clean(Old, "E1: cheaper & fair?");

        Assert.Equal(clean, Svg.Clean(Old.Replace("5.4 patchlevel 4", "6.0 patchlevel 1", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal), "E1: cheaper & fair?"));
        Assert.Contains("<title>E1: cheaper &amp; fair?</title>", clean, StringComparison.Ordinal);
        Assert.Contains("<title>visible</title>", clean, StringComparison.Ordinal);
    }

    /// <summary>
    /// gnuplot runs programs at a script's word, and a table may be anybody's: a line break in a cell once began a command.
    /// </summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("'\n")]
    [InlineData("\\'\n")]
    public void No_text_in_a_table_becomes_a_command(string lineBreak)
    {
        var hostile = $"all{lineBreak}system \"true\"\n#";
        var summary = Study.Run(new LiabilityExperiment(), "");
        var place = summary.Columns.Select(column => column.Name).ToList().IndexOf("keeps");
        var table = summary with
        {
            Rows = [.. summary.Rows.Select(row => row.SetItem(place, row[place].Replace("all", hostile, StringComparison.Ordinal)))],
        };
        string Draw(Summary rows, string text) => GnuplotScript.Of(
            new Picture([], _ => [new Panel(text, new Axis(text, false), new Axis(text, true), [text],
                [Curve.Of(1, text, "users", "stored_gb", ("keeps", text))])]), rows, "n", "q");

        var lines = Draw(table, hostile).Split('\n', '\r');

        Assert.Equal(Draw(summary, "all").Split('\n').Length, lines.Length);
        Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith("system", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_shows_as_text_what_is_text()
    {
        var experiment = new LiabilityExperiment();
        var summary = Study.Run(experiment, "");
        var place = summary.Columns.Select(column => column.Name).ToList().IndexOf("scenario");
        var hostile = summary with { Rows = [.. summary.Rows.Select((row, at) => row.SetItem(place, $"<script>{at / 3}&</script>"))] };
        var page = ResultPage.Of([new PageSection(experiment, hostile, experiment.Answer(hostile), "e6 \"x\".svg",
            [new ShownParameter("a<b", "1 & 2", "USD", "\"me\" <me@example.org>")])]);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;0&amp;&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;me@example.org&gt;", page, StringComparison.Ordinal);
        Assert.Contains("src=\"e6%20%22x%22.svg\"", page, StringComparison.Ordinal);
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

        static ImmutableArray<ImmutableArray<string>> Rows(ImmutableArray<OutputColumn> columns) =>
        [
            .. Enumerable.Range(0, 2).Select(number => columns.Select(column => column.Name switch
            {
                "replication" => number.ToString(CultureInfo.InvariantCulture),
                "protocol" => "fair-cem",
                "pattern" => "coordinated",
                _ => column.Type == "string" ? "word" : "1",
            }).ToImmutableArray()),
        ];
    }
}
