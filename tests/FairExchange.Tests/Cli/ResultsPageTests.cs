using System.Text.RegularExpressions;
using FairExchange.Cli.Pages;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Tests.Architecture;

namespace FairExchange.Tests.Cli;

public partial class ResultsPageTests
{
    [Fact]
    public void Each_place_of_the_matrix_leads_to_its_proof_or_its_attack_drawn()
    {
        using var folder = new TemporaryFolder();
        var page = Page(folder);

        Assert.Contains(
            "<td class=\"attacked\"><a title=\"fair-cem, fairness for Bob: attacked\" href=\"#fair-cem.fairness.bob\">✗</a></td>",
            page, StringComparison.Ordinal);
        Assert.Contains("<li id=\"fair-cem.fairness.alice\">fairness for Alice: proved for 1 session", page, StringComparison.Ordinal);
        Assert.Matches("<figure id=\"fair-cem.fairness.bob\">.*\n<svg", page);
        var (ids, links) = (Id().Matches(page).Select(match => match.Groups[1].Value).ToList(),
            Link().Matches(page).Select(match => match.Groups[1].Value).ToHashSet());
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Subset(ids.ToHashSet(), links.Where(link => link[0] == '#').Select(link => link[1..]).ToHashSet());
        Assert.Equal(Directory.GetFiles(folder["results/traces"], "*.mmd").Length, page.Split("<svg").Length - 1);
    }

    [Fact]
    public void It_is_one_file_without_script_or_network_and_the_same_again()
    {
        using var folder = new TemporaryFolder();
        var page = Page(folder);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Equal(0, Shell.RunOn(FairCem.Protocol, "page", "--in", folder["results"]).Code);
        Assert.Equal(page, File.ReadAllText(folder["results/index.html"]));
    }

    /// <summary>The claims are the texts under docs and results: whoever adds an answer there has it on the page.</summary>
    [Fact]
    public void It_says_every_answer_of_the_findings()
    {
        var part = Claims.Part(new HashSet<string> { "fair-cem" }).Html;
        var questions = Sources.Lines("docs/findings.md").Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|')[1].Trim()).ToList();

        Assert.InRange(questions.Count, 15, 100);
        Assert.All(questions, question => Assert.Contains(question, part, StringComparison.Ordinal));
        Assert.All(Sources.Lines("results/README.md").Where(line => line.StartsWith("## ", StringComparison.Ordinal)), heading =>
            Assert.Contains(heading[3..].Split(':')[0].Replace("\"", "&quot;", StringComparison.Ordinal), part, StringComparison.Ordinal));
        Assert.Contains("<a href=\"#fair-cem\"><code>fair-cem</code></a>", part, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_verdicts_is_refused()
    {
        using var folder = new TemporaryFolder();
        Shell.Run("page", "--in", folder["nothing"]).AssertMisused("verdicts.csv");
        File.WriteAllText(folder["verdicts.csv"], "a,b\n");
        Shell.Run("page", "--in", folder["."]).AssertMisused("verdicts.csv");
    }

    private static string Page(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["results"]);
        Assert.Equal(0, Shell.RunOn(FairCem.Protocol, "verify", "--sessions", "1", "--out", folder["results/verdicts.csv"],
            "--save", folder["results/traces"]).Code);
        Assert.Equal(0, Shell.RunOn(FairCem.Protocol, "page", "--in", folder["results"]).Code);
        return File.ReadAllText(folder["results/index.html"]);
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
