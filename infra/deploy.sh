#!/usr/bin/env bash
# Deploys a county, a city or a province, or a new version over one that runs. Safe to repeat; a running cycle goes on (README.md beside this file).
#   deploy.sh GROUP PARAMETERS             builds this commit and deploys it, e.g. deploy.sh rg-qinghe infra/county.bicepparam
#   deploy.sh GROUP PARAMETERS PACKAGE     deploys a package built before: what to roll back with
#   deploy.sh GROUP PARAMETERS what-if     only shows what would change
# Needs the Azure CLI (signed in as an owner of the group), and for the first form the .NET SDK and zip. Shows what will change and asks before it changes
# anything; YES=1 does not ask. Every package is kept under packages/ by its commit, and the group's tag "release" names the one that runs (RELEASE sets
# another name for it). MAIL_PASSWORD, where it is set, goes to the vault.
set -euo pipefail
usage="usage: deploy.sh GROUP PARAMETERS [PACKAGE | what-if]"
group=${1:?"$usage"}
parameters=${2:?"$usage"}
package=${3:-}
root=$(realpath "$(dirname "$0")/..")

for provider in Microsoft.Web Microsoft.App Microsoft.Storage Microsoft.KeyVault Microsoft.Insights Microsoft.OperationalInsights \
  Microsoft.ManagedIdentity Microsoft.Network Microsoft.Security Microsoft.EventGrid Microsoft.DurableTask Microsoft.Communication Microsoft.Consumption; do
  # Whoever may do this for the subscription does it once; the owner of one group only reads that it was done.
  [ "$(az provider show --namespace "$provider" --query registrationState --output tsv)" = Registered ] || az provider register --namespace "$provider" --wait
done

# Built before anything is touched: a version that does not build changes nothing.
if [ -z "$package" ]; then
  package=$root/packages/$(git -C "$root" describe --always --dirty --abbrev=12).zip
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  dotnet publish "$root/functions/Campaigns.App" -c Azure -p:DurableTaskScheduler=true -o "$out"
  mkdir -p "$root/packages"
  rm -f "$package"
  (cd "$out" && zip -qr "$package" .)
fi

# The key that webhooks' secrets are kept under is made once and never changed: what it protects could be read no more. Whether it is there is asked of the
# resource manager, which answers without a way into the vault or a right to read it. No answer ends this: it must not be taken for "not there".
id=$(az group show --name "$group" --query id --output tsv)
manager=$(az cloud show --query endpoints.resourceManager --output tsv)
scope="${manager%/}$id"
vault=$(az keyvault list --resource-group "$group" --query "[0].id" --output tsv)
key=
if [ -n "$vault" ]; then
  key=$(az rest --method GET --url "${manager%/}$vault/secrets?api-version=2023-07-01" --query "value[?name=='webhooks-key'].name | [0]" --output tsv)
fi
if [ -z "$key" ]; then
  WEBHOOKS_KEY=$(openssl rand -base64 32)
  export WEBHOOKS_KEY
fi
# A budget's first month can never be changed, nor may a new budget begin in the past.
BUDGET_START=$(az rest --method GET --url "$scope/providers/Microsoft.Consumption/budgets?api-version=2023-11-01" \
  --query "value[?starts_with(name, 'budget-')].properties.timePeriod.startDate | [0]" --output tsv | cut -c1-10)
export BUDGET_START

az deployment group what-if --resource-group "$group" --parameters "$parameters"
[ "$package" != what-if ] || exit 0
if [ "${YES:-}" != 1 ]; then
  read -r -p "Deploy $(basename "$package") to $group? [y/N] " answer
  [ "$answer" = y ] || exit 1
fi

before=$(az tag list --resource-id "$id" --query properties.tags.release --output tsv)
az deployment group create --resource-group "$group" --name campaigns --parameters "$parameters" --output none
value() { az deployment group show --resource-group "$group" --name campaigns --query "properties.outputs.$1.value" --output tsv; }
az functionapp deployment source config-zip --resource-group "$group" --name "$(value appName)" --src "$package"

if ! "$root/infra/smoke.sh" "$(value address)"; then
  printf 'Not well. To roll back, deploy the package that ran before (%s): deploy.sh %s %s packages/%s.zip\n' \
    "${before:-none}" "$group" "$parameters" "${before:-NAME}" >&2
  exit 1
fi
az tag update --resource-id "$id" --operation Merge --tags release="${RELEASE:-$(basename "$package" .zip)}" --output none
printf 'deployed: %s\n' "$package"
