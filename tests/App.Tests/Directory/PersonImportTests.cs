using System.Text;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Xunit;

namespace Campaigns.App.Tests.Directory;

public sealed class PersonImportTests
{
    const string Header = "id,name,email,language,unit,categories,assignments\n";

    [Fact]
    public void Judge_GoodRow_IsAPersonWithCategoriesAndAssignments()
    {
        var person = Assert.Single(Judge("p-1,王芳,wf@example.org,en,v-001,vanguard;cadre,reporter@v-001;liaison@v-002").Created);

        Assert.Equal(("p-1", "王芳", "wf@example.org", "en", "v-001"), (person.Id, person.Name, person.Email, person.Language, person.Unit));
        Assert.Equal(["vanguard", "cadre"], person.Categories);
        Assert.Equal([new(AssignmentKind.Reporter, "v-001"), new(AssignmentKind.Liaison, "v-002")], person.Assignments);
    }

    [Fact]
    public void Judge_NoAddressAndNoLanguage_IsFine()
    {
        var person = Assert.Single(Judge("p-1,王芳,,,v-001,,").Created);

        Assert.Null(person.Email);
        Assert.Equal("zh", person.Language);
    }

    [Theory]
    [InlineData("P1,王芳,,zh,v-001,,", "id", "not an id")]
    [InlineData("v-001,王芳,,zh,v-001,,", "id", "unit's id")]
    [InlineData("p-1,,,zh,v-001,,", "name", "missing")]
    [InlineData("p-1,王芳,not an address,zh,v-001,,", "email", "not a mail address")]
    [InlineData("p-1,王芳,王芳 <a@b.c>,zh,v-001,,", "email", "not a mail address")]
    [InlineData("p-1,王芳,,fr,v-001,,", "language", "fr")]
    [InlineData("p-1,王芳,,zh,v-999,,", "unit", "no unit 'v-999'")]
    [InlineData("p-1,王芳,,zh,v-001,Van Guard,", "categories", "Van Guard")]
    [InlineData("p-1,王芳,,zh,v-001,,reporter", "assignments", "role@unit")]
    [InlineData("p-1,王芳,,zh,v-001,,king@v-001", "assignments", "no role 'king'")]
    [InlineData("p-1,王芳,,zh,v-001,,reporter@v-999", "assignments", "no unit 'v-999'")]
    [InlineData("p-1,王芳,,zh,v-001,,reporter@v-001;reporter@v-001", "assignments", "twice")]
    public void Judge_BadRow_IsNamedWithColumnAndReason(string row, string column, string says)
    {
        var judged = Judge(row);

        var error = Assert.Single(judged.Errors);
        Assert.Equal((2, column), (error.Row, error.Column));
        Assert.Contains(says, error.Message.In("en"), StringComparison.Ordinal);
        Assert.Empty(judged.Created);
    }

    [Fact]
    public void Judge_SameAgain_IsUnchangedWhateverTheOrderOfItsLists()
    {
        var judged = Judge("liaison-1,某某,liaison-1@example.org,zh,t-01,,liaison@v-002;liaison@v-001");

        Assert.Equal(["liaison-1"], judged.Unchanged.Select(p => p.Id));
        Assert.Empty(judged.Updated);
    }

    [Fact]
    public void Judge_AssignmentLeftOut_IsAnUpdate()
    {
        var person = Assert.Single(Judge("liaison-1,某某,liaison-1@example.org,zh,t-01,,liaison@v-002").Updated);

        Assert.Equal([new(AssignmentKind.Liaison, "v-002")], person.Assignments);
    }

    static ImportJudgement<Person> Judge(string row) => PersonImport.Judge(DirectoryCsv.People(Encoding.UTF8.GetBytes(Header + row + "\n")), Trees.County);
}
