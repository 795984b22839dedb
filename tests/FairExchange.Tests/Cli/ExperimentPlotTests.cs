namespace FairExchange.Tests.Cli;

public class ExperimentPlotTests
{
    [Fact]
    public void Pictures_and_the_page_stand_beside_the_tables_and_are_the_same_again()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var first = Plot(folder);
        var page = File.ReadAllText(Path.Combine(folder["run"], "index.html"));
        var picture = File.ReadAllText(Path.Combine(folder["run"], "e6-liability-3.svg"));

        Assert.Equal((0, ""), (first.Code, first.Error));
        // Two panels have a point for each series and place: they are tables on the page.
        Assert.Equal(["e6-liability-3.svg", "e6-liability-4.svg"],
            Directory.GetFiles(folder["run"], "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("<img src=\"e6-liability-3.svg\"", page, StringComparison.Ordinal);
        Assert.Contains("What lies open", page, StringComparison.Ordinal);
        Assert.Contains("a visible trusted party holds", page, StringComparison.Ordinal);
        Assert.Contains("pec_log", page, StringComparison.Ordinal);

        Plot(folder);
        Assert.Equal(page, File.ReadAllText(Path.Combine(folder["run"], "index.html")));
        Assert.Equal(picture, File.ReadAllText(Path.Combine(folder["run"], "e6-liability-3.svg")));
    }

    [Fact]
    public void A_folder_in_the_pages_place_is_refused()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        Directory.CreateDirectory(folder["run/index.html"]);

        Plot(folder).AssertMisused("it is a folder");
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        using var folder = new TemporaryFolder();
        Shell.Run("experiment", "plot", "--in", folder["nothing"]).AssertMisused("has no summary of an experiment");
    }

    [Theory]
    [InlineData("provenance.json", "{}")]
    [InlineData("datapackage.json", "[]")]
    [InlineData("e6-liability-summary.csv", "experiment,scenario\n")]
    [InlineData("e6-liability-summary.csv", "experiment,scenario\nE6,a\n")]
    public void A_damaged_file_is_named(string name, string text)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        File.WriteAllText(Path.Combine(folder["run"], name), text);

        Shell.Run("experiment", "plot", "--in", folder["run"]).AssertMisused(name);
    }

    /// <summary>Spreadsheets save decimal commas and words, and what is no number would be drawn without a word, or not at all.</summary>
    [Theory]
    [InlineData("1,5")]
    [InlineData("-")]
    [InlineData("many")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData(" ")]
    public void A_cell_that_is_no_number_is_named_by_file_line_and_column(string cell)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        var lines = File.ReadAllLines(path);
        var (columns, cells) = (lines[0].Split(','), lines[1].Split(','));
        foreach (var column in new[] { "replications", columns.First(name => name.EndsWith("_mean", StringComparison.Ordinal)),
            columns[^1] })
        {
            var changed = cells.Select((given, at) => columns[at] == column ? $"\"{cell}\"" : given);
            File.WriteAllLines(path, lines.Select((line, at) => at == 1 ? string.Join(',', changed) : line));

            Plot(folder)
                .AssertMisused($"e6-liability-summary.csv: line 2: {column} is '{cell}': a number is wanted");
        }
    }

    [Fact]
    public void Columns_and_rows_are_those_of_the_experiment_each_once()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        var lines = File.ReadAllLines(path);

        Refuse(lines.Select(line => line + ",more"), "line 1: the column 'more' is not known here");
        Refuse(lines.Select(line => line[..line.LastIndexOf(',')]), "line 1: there is no column");
        Refuse(lines.Append(lines[1]), $"line {lines.Length + 1}: the same scenario and protocol are there already");
        Refuse(lines.Append("more"), $"line {lines.Length + 1}:");

        void Refuse(IEnumerable<string> changed, string said)
        {
            File.WriteAllLines(path, changed);
            Plot(folder).AssertMisused($"e6-liability-summary.csv: {said}");
        }
    }

    /// <summary>As a spreadsheet on Windows saves it.</summary>
    [Fact]
    public void A_table_with_a_byte_order_mark_and_other_line_ends_gives_the_same_page()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        Assert.Equal(0, Plot(folder).Code);
        var page = File.ReadAllText(Path.Combine(folder["run"], "index.html"));
        foreach (var name in new[] { "e6-liability-summary.csv", "provenance.json",
            "datapackage.json" }.Select(name => Path.Combine(folder["run"], name)))
        {
            File.WriteAllText(name, "\ufeff" + File.ReadAllText(name).ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(false));
        }

        Assert.Equal(0, Plot(folder).Code);
        Assert.Equal(page, File.ReadAllText(Path.Combine(folder["run"], "index.html")));
    }

    /// <summary>Which protocols a table is about is for its rows to say.</summary>
    [Theory]
    [InlineData("all", "a visible trusted party holds")]
    [InlineData("nothing", "that keeps nothing holds")]
    public void A_table_without_the_rows_of_one_side_is_drawn_as_far_as_it_goes(string keeps, string unsaid)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !line.Contains($",{keeps},", StringComparison.Ordinal)));

        Assert.Equal(0, Plot(folder).Code);
        Assert.DoesNotContain(unsaid, File.ReadAllText(Path.Combine(folder["run"], "index.html")), StringComparison.Ordinal);
    }

    private static void Run(TemporaryFolder folder) =>
        Assert.Equal(0, Shell.Run("experiment", "run", "E6", "--replications", "2", "--out", folder["run"]).Code);

    private static Shell Plot(TemporaryFolder folder) => Shell.Run("experiment", "plot", "--in", folder["run"]);
}
