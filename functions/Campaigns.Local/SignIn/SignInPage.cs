using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaigns.Local.SignIn;

/// <summary>The page where one chooses who to be; the choice is a cookie that carries the token for the portal's pages.</summary>
sealed class SignInPage(LocalIssuer issuer, LocalSignInOptions options)
{
    /// <summary>The cookie that the portal's pages read.</summary>
    const string Cookie = "campaigns-token";

    static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public void Map(IEndpointRouteBuilder local, string root)
    {
        local.MapGet($"{root}/signin", (RequestDelegate)ShowAsync);
        local.MapPost($"{root}/signin", (RequestDelegate)SignInAsync);
        local.MapPost($"{root}/signout", (RequestDelegate)SignOutAsync);
    }

    async Task ShowAsync(HttpContext http) => await WriteAsync(http, StatusCodes.Status200OK, Return(http.Request.Query["return"]), null);

    async Task SignInAsync(HttpContext http)
    {
        if (Foreign(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var (name, target) = (form["username"].ToString(), Return(form["return"]));
        if (name.Length == 0 || await options.Person(name) is not { } person)
        {
            await WriteAsync(http, StatusCodes.Status400BadRequest, target, name);
            return;
        }

        http.Response.Cookies.Append(Cookie, issuer.IssueToken(person), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = LocalIssuer.Lifetime,
        });
        See(http, target);
    }

    static Task SignOutAsync(HttpContext http)
    {
        if (Foreign(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        http.Response.Cookies.Delete(Cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        See(http, "/");
        return Task.CompletedTask;
    }

    static void See(HttpContext http, string target)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = target;
    }

    // Browsers say where a form came from; another site must not sign anybody in or out.
    static bool Foreign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    // Only a path of this host: anything else would send the person elsewhere.
    static string Return(string? target) => target is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !target.Any(char.IsControl) ? target : "/";

    async Task WriteAsync(HttpContext http, int status, string target, string? unknown)
    {
        var page = new StringBuilder($$"""
            <!doctype html>
            <html lang="zh">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>本机登录 · Local sign-in</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
            button, input { font: inherit; padding: .5rem .75rem; } li { margin: .25rem 0; } [role=alert] { color: #a40000; }
            </style>
            </head>
            <body>
            <main>
            <h1>本机登录 <span lang="en">Local sign-in</span></h1>
            <p>仅供本机试用，不需要密码。<span lang="en">For trials on this machine; there is no password.</span></p>
            {{(unknown is null ? "" : $"<p role=\"alert\">没有此人 <span lang=\"en\">There is no such person:</span> {Html.Encode(unknown)}</p>")}}
            <form method="post" action="signin">
            <input type="hidden" name="return" value="{{Html.Encode(target)}}">
            <p><label for="username">人员编号 <span lang="en">Person id</span></label> <input id="username" name="username" required autocomplete="off">
            <button type="submit">登录 <span lang="en">Sign in</span></button></p>
            </form>
            """);
        var offered = await options.Offered();
        if (offered.Count > 0)
        {
            page.Append("<form method=\"post\" action=\"signin\">\n<input type=\"hidden\" name=\"return\" value=\"").Append(Html.Encode(target))
                .Append("\">\n<ul>\n");
            foreach (var person in offered)
            {
                page.Append("<li><button type=\"submit\" name=\"username\" value=\"").Append(Html.Encode(person.Id)).Append("\">")
                    .Append(Html.Encode(person.Name)).Append("</button> ").Append(Html.Encode(string.Join(", ", person.Roles))).Append("</li>\n");
            }

            page.Append("</ul>\n</form>\n");
        }

        page.Append("</main>\n</body>\n</html>\n");
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        await http.Response.WriteAsync(page.ToString(), http.RequestAborted);
    }
}
